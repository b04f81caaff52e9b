"""Words of headings, titles and labels in both languages, and what each of them says of a number."""

import re
from functools import lru_cache
from typing import NamedTuple

from coverage_lib.data.reading import texts

#: Measures with names of their own, and the unit that each is in.
MEASURES = {
    "active": "people",
    "employed": "people",
    "labour_force": "people",
    "formal_workers": "people",
    "informal_workers": "people",
    "formal_share": "percent",
    "informal_share": "percent",
    "coverage_rate": "percent",
    "eligible_workers": "people",
    "poverty_rate": "percent",
    "minimum_wage": "rupiah",
    "population": "people",
}
SEGMENTS = ("total", "formal", "informal", "construction", "vulnerable", "village_institutions", "migrant")
COUNTED_BY = ("domicile", "office")
BASES = ("employed", "segment_workers", "eligible")


class Meaning(NamedTuple):
    """What a text says of the numbers under it; empty where it says nothing.

    Attributes
    ----------
    measure, segment, group, counted_by, base, unit : str
        ``group`` is a part of people that is no segment: ``men``, ``urban``, ``age``. Several segments are joined by ``+``.
    part : str
        What narrows the measure: a programme, a sector, members that are new or not active.
    total : bool
        Whether the text is nothing but a word for a sum.
    role : str
        ``change``, ``rank`` or ``statistic`` (a mean) for numbers that are no level.
    rest : str
        Words that were not understood, apart by blanks.
    """

    measure: str = ""
    segment: str = ""
    group: str = ""
    counted_by: str = ""
    base: str = ""
    unit: str = ""
    part: str = ""
    total: bool = False
    role: str = ""
    rest: str = ""


Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def _patterns(**words: str) -> Patterns:
    return tuple(
        (name, re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")) for name, pattern in words.items()
    )


_OF = r"(?:terhadap|thd\.?|dari|of|per|dibanding(?:kan)?(?: dengan)?|atas|basis|base|as a share of|to)(?: (?:jumlah|total|the|all))*"
_EMPLOYED = (
    r"(?:jumlah )?penduduk\b[^.;|]{0,60}?\b(?:yang )?bekerja|orang (?:yang )?bekerja|employed(?: (?:persons?|people|population|workers))?|"
    r"employment|angkatan kerja (?:yang )?bekerja|jumlah pekerja"
)
_ELIGIBLE = (
    r"(?:penduduk |pekerja |tenaga kerja )?(?:potensi(?:al)?|semesta|eligible)(?: (?:peserta|kepesertaan|pekerja|tenaga kerja|workers|"
    r"penduduk|bekerja|aktif|members))*"
)
BASE = _patterns(
    eligible=rf"{_OF} (?:{_ELIGIBLE})",
    segment_workers=rf"{_OF} (?:pekerja|tenaga kerja|workers)(?: (?:formal|informal|pu|bpu|penerima upah|segmen|in the segment|of the segment|"
    r"pada segmen(?:nya)?|per segmen))+|segment workers",
    employed=rf"{_OF} (?:{_EMPLOYED})",
)
COUNTED = _patterns(
    domicile=r"(?:menurut |berdasarkan |sesuai |by |per )?(?:(?:alamat |tempat )?(?:domisili|tempat tinggal)(?: (?:peserta|pekerja|tenaga kerja))?|"
    r"alamat (?:peserta|ktp|pekerja|tenaga kerja)|domicile|residence|place of residence|nik)",
    office=r"(?:menurut |berdasarkan |sesuai |by |per )(?:alamat |lokasi |tempat |wilayah )?(?:kantor(?: cabang| pendaftaran| perusahaan| "
    r"pemberi kerja)?|perusahaan|pemberi kerja|badan usaha|office|employer|company|place of work|tempat (?:be)?kerja)|"
    r"(?:alamat|lokasi|domisili) (?:kantor|perusahaan|pemberi kerja|badan usaha|tempat (?:be)?kerja)",
)
UNIT = _patterns(
    percentage_points=r"persen poin|poin persen|percentage points?|poin|points?",
    percent=r"persen(?:tase)?|prosen(?:tase)?|percent(?:age)?|pct|per cent|%",
    rupiah=r"rupiah|rp\.?|idr",
    people=r"orang|jiwa|people|persons?|tk|peserta jiwa",
)
GROUP = _patterns(
    men=r"laki ?laki|pria|lelaki|males?|men|lk",
    women=r"perempuan|wanita|females?|women|pr",
    urban=r"perkotaan|urban|daerah kota",
    rural=r"perdesaan|pedesaan|rural|daerah desa",
)
SEGMENT = _patterns(
    village_institutions=r"kelembagaan desa|perangkat desa|village institutions",
    migrant=r"(?:calon )?pekerja migran(?: indonesia)?|c?pmi|migrants?(?: workers?)?",
    construction=r"jasa konstruksi|jas[ a-]?kon|jakon|konstruksi|construction(?: workers?| services?)?",
    vulnerable=r"pekerja rentan|rentan|vulnerable(?: workers?)?",
    informal=r"(?:(?:pekerja|peserta|tenaga kerja) )?(?:bukan(?: pekerja| peserta)? penerima upah|non penerima upah|p?bpu|non pu|bukan pu|"
    r"in ?formal|non formal|non wage (?:earners?|earning|recipients?)(?: (?:members|workers))?|not wage (?:earners?|recipients?))",
    formal=r"(?:(?:pekerja|peserta|tenaga kerja) )?(?:penerima upah|p?pu|formal|wage (?:earners?|earning|recipients?)(?: (?:members|workers))?)",
)
#: Offices whose names hold words of measures.
_OFFICES = re.compile(
    r"\b(?:dinas|disnaker\w*|kementerian|kemnaker\w*|ministry of|direktorat|badan|kantor wilayah|pusat data)\b(?: (?:dan|tenaga|kerja|ketenagakerjaan|"
    r"transmigrasi|perindustrian|koperasi|penanaman|modal|sosial|energi|sumber|daya|mineral|pusat|statistik|manpower|penyelenggara|jaminan|informasi|"
    r"perencanaan|pembangunan|daerah|kependudukan|pencatatan|sipil|perdagangan|usaha|mikro|kecil|menengah))*"
)
#: "Jumlah dan persentase" over columns of both.
_BOTH = re.compile(
    r"\b(?:jumlah|banyaknya|number|total)\b.*\b(?:dan|serta|and|atau|or)\b|\b(?:dan|and|serta) (?:jumlah|number|total)\b"
)
CHANGE = re.compile(
    r"\b(?:pertumbuhan|perubahan|kenaikan|penurunan|peningkatan|naik ?turun|growth|change|increase|decrease|y ?o ?y|m ?t ?m|m ?o ?m|q ?t ?q|"
    r"c ?t ?c|selisih|delta|laju|difference)\b|[δ∆△]"
)
RANK = re.compile(r"^(?:peringkat|ranking|rangking|rank|urutan)\b")
PART = _patterns(
    target=r"target\w*|sasaran|rencana|proyeksi|projections?|perkiraan|goals?",
    actual=r"realisasi|reali[sz]ation|aktual|actual",
    inactive=r"(?:non|tidak|bukan|belum|not|no longer) (?:lagi )?(?:aktif|active)|nonaktif|inactive|keluar",
    density=r"kepadatan|density",
    ratio=r"(?:rasio|nisbah)(?! (?:kepesertaan|peserta|cakupan|perlindungan|coverage))|(?<!head count )(?<!coverage )ratio",
    average=r"rata rata|rerata|average|mean|median",
    health=r"kesehatan|jkn(?: kis)?|kis|askes|health",
    non_pbi=r"(?:non|bukan) (?:pbi|penerima bantuan iuran)",
    pbi=r"pbi|penerima bantuan iuran",
    civil_service_fund=r"taspen",
    armed_forces_fund=r"asabri",
    new=r"(?:peserta|pendaftar(?:an)?|tenaga kerja|akuisisi) baru|penambahan|new (?:members|participants)|akuisisi",
    jkk=r"jkk|jaminan kecelakaan kerja",
    jkm=r"jkm|jaminan kematian",
    jht=r"jht|jaminan hari tua",
    jp=r"jp|jaminan pensiun",
    jkp=r"jkp|jaminan kehilangan pekerjaan",
    employers=r"perusahaan|pemberi kerja|badan usaha|employers?|companies|establishments|pk ?bu",
    contributions=r"iuran|contributions?",
    benefits=r"klaim|manfaat|claims?|benefits?|santunan",
    gap=r"belum (?:terlindungi|menjadi peserta|terdaftar|peserta)|bukan peserta|uncovered|not members?|kesenjangan|gap|kekurangan",
    age=r"(?:kelompok |golongan )?(?:umur|usia)(?! 15)|age groups?|\d\d \d\d (?:tahun|years)",
    education=r"pendidikan|education",
    sector=r"sektor (?!formal|informal|pu|bpu)\w+|lapangan usaha|lapangan pekerjaan(?! (?:formal|informal))|industri",
    asn=r"asn|non asn|pns|tni|polri",
)
_FORMAL = r"(?:(?:pekerja|tenaga kerja|penduduk bekerja|lapangan (?:kerja|pekerjaan)|sektor|kegiatan|di|pada|yang|bekerja) )*formal"
_INFORMAL = r"(?:(?:pekerja|tenaga kerja|penduduk bekerja|lapangan (?:kerja|pekerjaan)|sektor|kegiatan|di|pada|yang|bekerja) )*in ?formal"
_SHARE = r"(?:persentase|prosentase|proporsi|share(?: of)?|percentage(?: of)?|porsi|persen|percent|%)"
#: The first that is found says what is measured; which of formal and informal is meant is read from the segment.
MEASURE = _patterns(
    coverage_rate=r"(?:tingkat |persentase |rasio |capaian |angka )*(?:cakupan|coverage)(?: (?:rate|kepesertaan|peserta|aktif|jamsostek|"
    r"universal|pekerja))*|(?:capaian |cakupan |persentase |realisasi )?(?:universal coverage(?: jamsostek)?|ucj)|"
    r"(?:tingkat|persentase|rasio) (?:kepesertaan|peserta(?: aktif)?|perlindungan)",
    active=r"(?<!economically )active(?: (?:members?|participants?|workers?|membership))?|(?:jumlah )?(?:kepesertaan|peserta|tenaga kerja|pekerja|tk)"
    r"(?: (?:bpjs|ketenagakerjaan|jamsostek|pu|bpu|jakon|penerima upah|bukan penerima upah|jasa konstruksi|program|formal|informal))* (?:yang )?aktif|aktif",
    eligible_workers=_ELIGIBLE,
    poverty_rate=r"(?:persentase|prosentase|percentage of|tingkat|angka) (?:penduduk |the )?(?:miskin|kemiskinan|poor(?: people| population)?|poverty)"
    r"(?: p0)?|poverty rate|head ?count (?:index|ratio)(?: p0)?",
    minimum_wage=r"upah minimum(?: (?:provinsi|kabupaten|kota|regional|sektoral))*(?: (?:ump|umk|umr|umsk|umsp))?|ump|umk|umr|(?:provincial |regional )?"
    r"minimum wages?",
    labour_force=r"(?:jumlah )?(?<!partisipasi )(?<!bukan )angkatan kerja|labou?r force(?! participation)|economically active(?: population)?",
    employed=rf"{_EMPLOYED}|^bekerja(?: (?:working|employed))?$|^working$",
    population=r"(?:jumlah |total )?penduduk(?! (?:miskin|bekerja|usia|umur|berumur|perempuan|laki))(?: terdaftar)?|(?:registered )?population",
    workers=r"(?:pekerja|tenaga kerja|workers|lapangan (?:kerja|pekerjaan)|kegiatan)",
)
TOTAL = re.compile(
    r"(?:(?:sub|grand) ?)?(?:jumlah|total|jml|keseluruhan|sum)(?: (?:jumlah|total|keseluruhan|all|seluruh\w*|besar))*(?: (?:peserta|provinsi|"
    r"kabupaten|kota|pekerja|members|orang|jiwa))*|(?:semua|seluruh|all)(?: (?:segmen|segments?))?"
)
SHORT_GROUPS = {"l": "men", "p": "women", "m": "men", "f": "women"}
BOTH_GROUPS = frozenset(["l p", "p l", "k d", "kota desa", "m f"])
#: A row or a column of these is no level and no sum.
STATISTIC = re.compile(
    r"(?:nilai |angka )?(?:rata rata|rerata|rataan|average|mean|median|maksimum|minimum|maximum|tertinggi|terendah|maks|min|max|std|"
    r"standar deviasi|simpangan baku)(?: (?:nasional|indonesia|provinsi|kabupaten|kota|tahunan|seluruh|total|\d{4}|%|persen))*"
)
#: Words that say nothing of which numbers these are.
EMPTY = frozenset(
    re.findall(
        r"\S+",
        "jumlah total banyaknya banyak data tabel table angka nilai value menurut berdasarkan berdasar di dan and or atau pada per dari the of in by "
        "to for untuk yang dengan tahun year bulan month tanggal date keadaan posisi akhir sampai s d hingga provinsi province provinces kabupaten "
        "kota regency regencies city kab prov wilayah daerah indonesia nasional bpjs ketenagakerjaan jamsostek bpjstk program peserta kepesertaan "
        "pekerja tenaga kerja members member participants number jenis kategori segmen segment status satuan unit dalam umum besaran "
        "daftar rekap rekapitulasi statistik persentase persen januari februari maret april mei juni juli agustus september oktober november desember "
        "january february march may june july august october december jan feb mar apr jun jul agu aug sep okt oct nov des dec "
        " triwulan semester quarter ribu juta thousand million ribuan jutaan 000 sektor lapangan usaha kegiatan "
        "utama semua all seluruh jml jlh published final sementara angka kepesertaannya laporan report",
    )
)
#: "sd" is until before a date, and a school elsewhere.
UNTIL = re.compile(r"\bsd (?=(?:\d\d? )?(?:[a-z]+ )?\d{4}\b)")
#: Parts by which a title may tell a table to be split: the column of the sum is of none of them.
DIMENSIONS = ("age", "education", "sector")
#: Parts that are not in the unit of the measure that they are of.
OTHER_UNIT = frozenset(["density", "ratio", "average"])
#: Parts that only say that a number is not narrowed: the whole of a sum, what was reached beside what was aimed at.
NOT_NARROWED = ("whole", "actual")
NOTE = re.compile(
    r"(?:catatan|keterangan|ket|sumber|sumber data|source|sources|note|notes|footnote|disclaimer|diolah|data diolah|dicetak|diunduh|tanggal (?:cetak|rilis|unduh|akses|terbit|publikasi)|dirilis|rilis|released|diakses|accessed|"
    r"printed|downloaded|last updated?|update terakhir|terakhir diperbarui|penjelasan|metadata|lisensi|license|licence)\b\s*(?:[:.;]|$)|"
    r"(?:sumber|source|catatan|keterangan|note)\b(?! daya)",
    re.IGNORECASE,
)
#: Headings of columns that say which number, region or time a row is, and hold no number of their own.
HEADS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "number": r"no|nomor|no urut|nomor urut|urut|#|nr|row|baris|number",
        "code": r".*\b(?:kode|code)\b.*|(?:kode|code|kd|id|kode id)\b.*|.*\b(?:kode|code)|bps|kemendagri|iso.*|.*_code",
        "village": r"(?:bps |kemendagri )?(?:nama )?(?:desa|kelurahan|desa kelurahan|kelurahan desa|desa dan kelurahan|villages?|kel desa|desa kel)(?: names?)?",
        "district": r"(?:bps |kemendagri )?(?:nama )?(?:kecamatan|distrik|kec|sub ?districts?|districts?)(?: names?)?",
        "regency": r"(?:bps |kemendagri )?(?:nama )?(?:kab(?:upaten)? ?(?:dan )?kota(?: administrasi)?|kabupaten|kab|kota kabupaten|regenc(?:y|ies)(?: (?:and |or )?"
        r"(?:city|cities|municipality))?|city regency|kabkot|kabko|kabupaten kota \w+)(?: names?)?",
        "province": r"(?:bps |kemendagri |\d\d )?(?:nama )?(?:provinsi|propinsi|prov|provinces?)(?: names?)?",
        "branch": r"(?:nama )?(?:kantor(?: cabang| wilayah)?|cabang|kc|kanwil|branch(?: office)?|unit kerja)",
        "region": r"(?:nama )?(?:wilayah|daerah|regions?|area|lokasi|nama|name|provinsi (?:dan )?kab(?:upaten)? ?kota|provinsi kabupaten|"
        r"nama (?:provinsi|wilayah|daerah).*|wilayah provinsi|wilayah administrasi|provinsi dan kabupaten)(?: names?)?",
        "date": r"(?:tahun|year|tanggal|date|periode|period|waktu|time|tahun data|periode data|tgl|posisi|per|keadaan|thn|periode update|tahun bulan|bulan tahun)",
        "month": r"(?:bulan|month|bln|nama bulan|semester|triwulan|quarter)",
        "segment": r"(?:segmen(?:tasi)?|segments?|jenis(?: (?:kepesertaan|peserta|segmen))|kategori(?: (?:kepesertaan|peserta|segmen))?|segmen kepesertaan|"
        r"segmen peserta|kelompok peserta|tipe|type|status kepesertaan)",
        "measure": r"(?:indikator|indicators?|measures?|uraian|variabel|variables?|rincian|keterangan data|nama data|deskripsi|elemen(?: data)?|karakteristik)",
        "unit": r"(?:satuan|units?)",
        "counted_by": r"(?:counted by|cara (?:hitung|penghitungan)|dasar (?:hitung|penghitungan)|dihitung menurut|basis penghitungan)",
        "base": r"(?:base|basis|dasar|penyebut|denominator)",
        "boundary": r"(?:boundary|batas(?: wilayah)?)",
        "level": r"(?:level|tingkat|tingkatan|region level)",
        "rank": r"(?:peringkat|ranking|rangking|rank|urutan)\b.*",
        "note": r"(?:keterangan|ket|catatan(?: \w+)?|komentar(?: \w+)?|keterangan \w+|note|notes|remarks?|sumber|source|sumber data|status|verifikasi|url|link|updated?|created|"
        r"last update|tanggal (?:input|update|unggah|dibuat)|source \w+|publisher|penerbit)",
    }.items()
}


def plain(text: str) -> str:
    """A text in lower case, marks other than % as blanks; what stands in brackets stays.

    Examples
    --------
    >>> plain("Laki-laki (orang)"), plain("active_members")
    ('laki laki orang', 'active members')
    """
    return texts.key(text)


@lru_cache(maxsize=4096)
def head(text: str) -> str:
    """What a heading says that its column holds, as a key of :data:`HEADS`; empty where it is none of them.

    Examples
    --------
    >>> head("Kabupaten/Kota"), head("No."), head("Kode BPS"), head("Penerima Upah")
    ('regency', 'number', 'code', '')
    """
    words = plain(text)
    return next((name for name, pattern in HEADS.items() if pattern.fullmatch(words)), "")


@lru_cache(maxsize=8192)
def understand(text: str) -> Meaning:
    """What a text says of the numbers that it stands over or beside.

    Examples
    --------
    >>> understand("Jumlah Peserta Aktif Bukan Penerima Upah (orang)")[:2]
    ('active', 'informal')
    >>> understand("Peserta aktif, terhadap penduduk bekerja, menurut domisili")[3:5]
    ('domicile', 'employed')
    >>> understand("Jumlah").total, understand("Pertumbuhan (%)").role, understand("Pengangguran").rest
    (True, 'change', 'pengangguran')
    """
    words = UNTIL.sub("", plain(text))
    units = _named(UNIT, words)[0]
    unit = "" if len(units) > 1 and _BOTH.search(words) else "".join(units[:1])
    if TOTAL.fullmatch(words) or words in BOTH_GROUPS:
        return Meaning(total=True, unit=unit)
    if words in SHORT_GROUPS:
        return Meaning(group=SHORT_GROUPS[words])
    words = _OFFICES.sub(" ", words)
    base, left = _named(BASE, words)
    counted_by, left = _named(COUNTED, left)
    part, left = _named(PART, left)
    segment, without_segment = _named(SEGMENT, left)
    group, rest = _named(GROUP, without_segment)
    for _name, pattern in (*MEASURE, *UNIT):
        rest = pattern.sub(" ", rest)
    everyone = len(group) > 1
    measure = _measure(left, bool(base), unit)
    return Meaning(
        measure,
        "+".join(reversed(segment)),
        "" if everyone else "".join(group),
        counted_by[0] if len(counted_by) == 1 else "",
        base[0] if len(base) == 1 else "",
        unit,
        "+".join(_age(words) if one == "age" else one for one in part),
        everyone and not measure and not segment,
        "rank"
        if RANK.match(words)
        else "statistic"
        if STATISTIC.fullmatch(words)
        else "change"
        if CHANGE.search(words)
        else "",
        _rest(rest, words),
    )


_MEMBERS_ONLY = re.compile(r"\bupah\b|\bp?b?pu\b|\bwage\b")
_MAYBE_TOTAL = re.compile(
    r"jumlah|total|jml|keseluruhan|sum|semua|seluruh|all|^\W*\w\W+\w\W*$|kota", re.IGNORECASE
)


def is_total(text: str) -> bool:
    """Whether a text is nothing but a word for a sum; quick where it is a name.

    Examples
    --------
    >>> is_total("Jumlah Total"), is_total("L + P"), is_total("Sukamaju")
    (True, True, False)
    """
    return bool(_MAYBE_TOTAL.search(text)) and understand(text).total


def _measure(words: str, has_base: bool, unit: str) -> str:
    """What is measured; several joined by ``+`` where a text names several."""
    found = _named(MEASURE, words)[0]
    if "coverage_rate" in found or ("active" in found and has_base and unit == "percent"):
        return "coverage_rate"
    # "Pekerja Penerima Upah" is a segment of members; only formal and informal are said of workers.
    workers = [] if _MEMBERS_ONLY.search(words) else found
    return "+".join([name for name in found if name != "workers"] or workers)


def _rest(rest: str, words: str) -> str:
    """The words that were not understood; a text of numbers only is kept as it is: ages, classes of size."""
    left = [word for word in rest.split() if word not in EMPTY and not word.isdigit()]
    if not left and re.fullmatch(r"\d{1,2}(?: \d{1,2})?", words):
        return words.strip().replace(" ", "_")
    return " ".join(left)


def _age(words: str) -> str:
    """The part of people of an age, with the years where they are said."""
    years = re.search(r"\d\d \d\d", words)
    return f"age_{years[0].replace(' ', '_')}" if years else "age"


def _named(patterns: Patterns, words: str) -> tuple[list[str], str]:
    """The names whose pattern is in the words, and the words without what they matched."""
    names = []
    for name, pattern in patterns:
        words, count = pattern.subn(" ", words)
        if count:
            names.append(name)
    return names, " ".join(words.split())


def slug(text: str) -> str:
    """A text as one word: "Petani & nelayan" is petani_nelayan."""
    return re.sub(r"[^a-z0-9]+", "_", plain(text)).strip("_")


def settled(measure: str, segment: str, unit: str) -> str:
    """The measure of a number whose heading, segment and unit are known: workers who are formal, as people or as a share.

    Examples
    --------
    >>> settled("workers", "formal", "percent"), settled("employed", "informal", ""), settled("active", "formal", "people")
    ('formal_share', 'informal_workers', 'active')
    """
    if measure in ("workers", "employed") and segment in ("formal", "informal"):
        return f"{segment}_{'share' if unit == 'percent' else 'workers'}"
    return "" if measure == "workers" else measure
