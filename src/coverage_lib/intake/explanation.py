"""What the sheet of explanations says: each column, unit, base and way of counting, and what to run when the workbook is filled in."""

from coverage_lib.language import _


def explanation(file: str, level: str) -> list[tuple[str, str]]:
    """Terms and their meanings, in the language in use.

    Parameters
    ----------
    file : str
        Name of the workbook, for the commands.
    level : {"province", "regency"}
        What a row is.

    Examples
    --------
    >>> explanation("members.xlsx", "province")[0][0]
    'What to do'
    """
    return [*_to_fill_in(), *_to_know(level), *_to_run(file, level)]


def _to_fill_in() -> list[tuple[str, str]]:
    return [
        (
            _("What to do"),
            _(
                "Copy the numbers of a published table into the sheet Members. For each month use one block of three columns: "
                "choose the day and the way of counting above it, then paste the numbers beside the names."
            ),
        ),
        (
            _("Day of the count"),
            _(
                "The day on which the members were counted, not the day of publication. Where only a month is printed, its last day."
            ),
        ),
        (
            _("How counted"),
            _(
                "By domicile: a member is counted where the member lives. By office: a member is counted where the employer is registered. "
                "The two differ widely, most of all in Jakarta. Only the count by domicile can be divided by workers, who are "
                "surveyed where they live. Where your table does not say, ask its publisher."
            ),
        ),
        (
            _("Active members"),
            _("People whose contributions are paid at that day; not all who were ever registered."),
        ),
        (_("formal (PU)"), _("Wage-earning members, penerima upah.")),
        (
            _("informal (BPU)"),
            _("Members who are not wage earners, bukan penerima upah, vulnerable workers included."),
        ),
        (
            _("construction (Jakon)"),
            _(
                "Members insured per construction project, jasa konstruksi. They are in no coverage of a region."
            ),
        ),
    ]


def _to_know(level: str) -> list[tuple[str, str]]:
    boundaries = {
        "province": _(
            "The title says on which boundaries the provinces are: 38 since the division of Papua in 2022, or the 34 before it. "
            "Papua and Papua Barat are other areas on each. If your table has the other provinces, make the workbook again with "
            "ucj template --boundary 2021 or --boundary 2022."
        ),
        "regency": _("The 514 regencies and cities of 2022, with the codes of the Ministry of Home Affairs."),
    }[level]
    return [
        (_("Unit"), _("People, as whole numbers: not thousands, not percent.")),
        (
            _("Empty or 0"),
            _(
                "Leave a cell empty where your table has no number. 0 says that there are no members. Rows and blocks without numbers are left out."
            ),
        ),
        (
            _("Row Indonesia"),
            _(
                "The national total as your table prints it, to check the sum; leave it empty where there is none."
            ),
        ),
        (
            _("Totals of all segments"),
            _(
                "There is no column for them: a total may or may not contain construction. A table with totals only cannot be used."
            ),
        ),
        (
            _("Base"),
            _(
                "None is needed. The atlas divides the members by employed persons of the National Labour Force Survey (Sakernas, August)."
            ),
        ),
        (_("Boundaries"), boundaries),
    ]


def _to_run(file: str, level: str) -> list[tuple[str, str]]:
    title = {
        "province": "“Peserta aktif menurut provinsi dan segmen”",
        "regency": "“Peserta aktif menurut kabupaten/kota dan segmen”",
    }[level]
    day = _("YYYY-MM-DD")
    check, add = f"ucj check {file}", f'ucj add {file} --publisher "…" --title "…" --date {day}'
    return [
        (
            _("When it is filled in"),
            _("Save the workbook and run: {command}. It says what is in it and what is wrong.").format(
                command=check
            ),
        ),
        (
            _("To add it to the atlas"),
            _(
                "Run: {command}. The date is that of the publication. Example of wording: publisher BPJS Ketenagakerjaan, Kantor "
                "Wilayah …; title {title}."
            ).format(command=add, title=title),
        ),
    ]
