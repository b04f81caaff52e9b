"""The words by which a text says what a number counts, of whom it is, and that it is about something else."""

import re

# How far a word may stand from its number, in characters, before a word of the number's other side is preferred.
NEAR = 45
_NOT_YET = r"(?:belum|tidak|tak|tanpa)"
_REACHED = (
    r"(?:menjadi peserta|jadi peserta|terdaftar|didaftarkan|mendaftar|terlindungi?|dilindungi|ter-?\s?cover|"
    r"di-?\s?cover|tercakup|"
    r"terakomodasi|terakomodir|tersentuh|terjangkau|ikut|mengikuti|memiliki|punya|mendapat(?:kan)?|memperoleh|"
    r"masuk|bergabung|"
    r"perlindungan|jaminan|terjamin|kepesertaan|peserta|jadi|menjadi anggota|terproteksi|diproteksi|mempunyai|"
    r"menerima|tergabung)"
)

# What else may be reached: "realisasi APBD", "pencapaian iuran".
_OF_OTHERS = (
    r"(?!\s+(?:apb[dnk]\w*|anggaran|iuran|belanja|pendapatan|pajak|investasi|kur|kredit|fisik|penerimaan|produksi|penjualan|"
    r"penyaluran|bantuan|proyek|pembangunan|vaksin\w*|imunisasi|retribusi|ekspor|laba|klaim|jkn|program kerja|kinerja)\b)"
)

# What a number says of the workers that it counts; the first pattern that fits at a place decides.
STATES = {
    "inactive": r"(?:tidak|non|tak|in)[\s-]?aktif\b|belum aktif|menunggak\b|\binactive\b|\blapsed\b",
    "uncovered": (
        rf"\b{_NOT_YET}\s+(?:sama sekali\s+|juga\s+|semua\s+|bisa\s+|pernah\s+|sempat\s+)?{_REACHED}\b(?:\s+(?:oleh\s+|"
        rf"program\s+|sebagai\s+)*(?:perlindungan|jaminan|kepesertaan|peserta)\b)?|\bdi luar (?:\w+ )?(?:perlindungan|program|kepesertaan|"
        r"cakupan|jangkauan|jaminan|skema|sistem|payung)\b|"
        r"\bun(?:covered|protected|insured|registered)\b|\b(?:not|yet to be|never been)\s+(?:yet\s+|been\s+|being\s+)*"
        r"(?:covered|protected|insured|registered|enrolled|members?|active members?|participants?)|\boutside (?:the|"
        r"of the|any) (?:scheme|program\w*|system|protection)|"
        r"\b(?:lack|lacks|lacking|without|have no|had no|has no)\s+(?:\w+\s+){0,2}(?:coverage|protection|insurance|"
        r"social security)|\byet to (?:join|enrol\w*|register|be)\b|"
        r"\b(?:are|were|is|was) not(?=\s*[.,;)]|\s*$)|\bbelum(?=\s*[.,;)]|\s*$)"
    ),
    "gap": (
        r"\b(?:harus|wajib|mesti|perlu) (?:menambah\w*|mengejar|mendaftarkan|merekrut)|"
        r"\bkekurangan\w*\b|\bselisih\w*\b|\bgap\b|\bshortfall\b|\bshort of\b|\bkurang\s*$|"
        r"\b(?:(?:di)?butuh(?:kan)?|membutuhkan|diperlukan|memerlukan|perlu)\b(?:\s+tambahan\b)?|\b(?:harus|wajib|"
        r"mesti) (?:menambah\w*|mengejar|mendaftarkan|merekrut)|"
        r"\bmust (?:add|enrol\w*|register)|\bneeds? (?:to (?:add|enrol\w*|register)|another)|\bstill needs?\b|"
        r"\bmore workers\b|\bto be added\b"
    ),
    "subsidised": (
        r"\biuran(?:nya)?\s+(?:\w+\s+){0,3}(?:dibayar\w*|ditanggung|dibiayai|disubsidi|dari (?:apbd|pemerintah|"
        r"pemprov|pemkab|pemkot|dana))|"
        r"\bmembayar\w* iuran\b|\b(?:menanggung|membiayai|mensubsidi|ditanggung|dibiayai|disubsidi)\b|"
        r"\bbantuan iuran\b|\bsubsidi\b|\buntuk iuran\b|\biuran bagi\b|"
        r"\b(?:melalui|lewat|dari|dengan|oleh|menggunakan)\s+(?:dana\s+)?(?:apbd\w*|apbdes\w*|apbk|dbh\w*|dana desa|"
        r"dana bagi hasil|dana otsus|otsus|dana insentif|csr|anggaran)\b|\b(?:apbd|apbk|dbh\w*|dana bagi hasil)\b|"
        r"\bpa(?:ys?|id|ying)\s+(?:\w+\s+){1,4}contributions?\b|\b(?:paid|pays|paying) for\b|\bcontributions?\b[^.;]{0,40}\b(?:paid|covered|borne|financed)\b|\bpa(?:ys?|id|"
        r"ying) (?:the )?contributions?\b|\bsubsidi[sz]\w*"
    ),
    "labour_force": r"\bangkatan kerja\b|\blabou?r force\b|\bworkforce\b",
    "employed": (
        r"^[\d.,]+(?:\s*(?:ribu|juta))?\s+(?:\w+\s+)?bekerja\b|"
        r"\b(?:penduduk|orang|warga|masyarakat|jiwa)\s+(?:\w+\s+){0,3}?(?:yang\s+)?(?:sudah\s+)?bekerja\b|"
        r"\bemployed (?:people|persons?|population|workers)\b|\bpeople (?:are )?employed\b|"
        r"\bpeople (?:were |are )?(?:in work|working)\b|\bemployment\b(?! social| insurance| security| agency)|"
        r"\bjumlah pekerja (?:menurut|versi) (?:bps|sakernas)\b|\bdi ?antaranya (?:sudah |yang )?bekerja\b|"
        r"\bof (?:them|whom) (?:are |were )?(?:employed|working)\b|\bare employed\b|\bwere employed\b|\bemployed\b"
    ),
    "eligible": (
        r"\bpotensi\w*\b|\bsemesta\b|\beligible\b|\b(?:layak|berhak|memenuhi (?:syarat|kriteria))\b(?:\s+(?:untuk\s+|"
        r"atas\s+|menjadi\s+|jadi\s+)*(?:ikut\w*|mengikuti|dilindungi|terlindungi|peserta|perlindungan|kepesertaan|"
        r"didaftarkan|terdaftar|mendapat\w*|memperoleh)\b)?|\bqualif\w+|"
        r"\bpotential\b|\bwajib (?:menjadi|jadi|didaftarkan|dilindungi|ikut)|\b(?:jumlah|total|seluruh|"
        r"keseluruhan)\s+(?:\w+\s+){0,1}(?:pekerja|tenaga kerja|aparatur|aparat|"
        r"perangkat)\b(?! (?:yang\s+)?(?:terlindungi|aktif|peserta|terdaftar))|"
        r"\bpopulasi pekerja\b|\btotal (?:number of )?workers\b|\ball workers\b"
    ),
    "new": (
        r"\b(?:menambah|tambahan)\s*$|\bpeserta baru\b|\bkepesertaan baru\b|\bnew (?:participants?|members?)\b"
    ),
    "covered": (
        r"\b(?:peserta|kepesertaan|pekerja|tenaga kerja|anggota) aktif\b|\baktif\s*(?:sebanyak|baru|hanya|mencapai|"
        r":)?\s*$|\byang (?:masih |sudah |telah |kini )?aktif\b|\b(?:sudah |telah |baru |berhasil |yang |dapat |bisa |"
        r"kini )*"
        r"(?:terlindungi|terlindung|dilindungi|tercover|ter-cover|ter cover|dicover|tercakup|diproteksi|terproteksi|"
        r"tergabung|menjadi peserta|jadi peserta|(?:ikut|mengikuti) (?:program|bpjs|jamsostek|jaminan)|"
        r"mendapat(?:kan)? perlindungan|memiliki (?:perlindungan|jaminan|kartu)|punya perlindungan|terakomodasi|"
        r"terjangkau|tersentuh)\b|"
        r"\bcakup\w*\b(?!\s+(?:imunisasi|vaksin\w*|air|sanitasi|layanan|internet|listrik|sinyal|hutan|jkn|kesehatan|"
        r"gizi|asi|kelahiran|akta|pendidikan|wilayah|area|areal|lahan))|\bcoverage\b|\bkepesertaan\w*\b|"
        rf"\b(?:pen)?capaian\w*\b{_OF_OTHERS}|\brealisasi\w*\b{_OF_OTHERS}|\bucj\b|\buniversal coverage\b|\bperlindungan\w*\b|"
        r"\btingkat (?:kepesertaan|partisipasi kepesertaan|perlindungan)\b|\bcoverage rate\b|\b(?:actual|"
        r"participation|protection|coverage) rate\b|\b(?:ha(?:s|d|ve)|having) (?:protection|coverage)\b|"
        r"\bactive (?:(?:bpjs|bpjamsostek|jamsostek|ketenagakerjaan|social security)\s+)*(?:members?|participants?|workers?|"
        r"membership)\b|\bprotected\b|\bcovers?\b|\bcovered\b|\binsured\b|"
        r"\benrolled\b|\bmembership\b"
    ),
    "registered": r"\b(?:ter|di)daftar(?:kan)?\b|\bmendaftarkan\b|\btercatat sebagai\b|\bregistered\b|\bterdata di\b|"
    r"\b(?:melindungi|memproteksi|meng-?cover|mencover)\b|\bmengikutsertakan\b|\bdiikutsertakan\b|\bmengakuisisi\b",
    "members": r"\bpeserta\b|\bparticipants?\b|\bmembers?\b|\baktif\b|\bactive\b",
}
BASES = ("eligible", "employed", "labour_force")
# Words that say little where another one stands beside them, and those that say what a count is whatever else is named.
WEAK_STATES = ("members", "registered")
STRONG_STATES = ("covered", "uncovered", "inactive", "eligible")
# What a share may be of.
OF_SHARES = ("covered", "uncovered", "gap", "registered", "inactive", "members")
STATE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in STATES.items()))

COVERAGE = re.compile(f"{STATES['uncovered']}|{STATES['covered']}")
TARGET = re.compile(
    r"\b(?:di|me[nm])?targetkan\b|\bmenarget\w*|\btarget\w*\b|\b(?:untuk|demi|guna|agar)\s+(?:bisa\s+|"
    r"dapat\s+)?(?:mencapai|mengejar|menggenapi|meraih)\b|\bto (?:reach|attain|achieve)\b|\bdipatok\b|"
    r"(?<!harus )(?<!perlu )(?<!wajib )\bmengejar\b(?! ketertinggalan)|\bmencanangkan\b|\bmemasang\b|\bmenyasar\b|\bmembidik\b|\bmengincar\b|\bmematok\b|\baim\w*\b|\bsasaran\w*\b|\bgoal\b|\bambisi\b|"
    r"\bmenetapkan\b|\bsets?\b|\bstipulates?\b|\bwants?\b|\bhopes?\b|\bhoped\b|\bberharap\b|\bdiharapkan\b|"
    r"\bharapan\w*\b|\bmeminta\b|\bmensyaratkan\b|\bmengharuskan\b|\brequires?\b|\bbertekad\b|\brpjmn\b|\brpjpn\b|"
    r"\brkp\b|\brpjmd\b"
)
# Between the word target and a number these say that the number is what was reached.
REACHED = re.compile(
    r"\b(?:realisasi\w*|capaian\w*|tercapai|terealisasi|baru|sudah|telah|saat ini|kini|melampaui target|"
    r"terlampaui|masih|of which)\b"
)
# "Targetnya 120.000 orang, baru tercapai 71 persen": of the target.
OF_IT_REACHED = re.compile(r"\b(?:tercapai|terealisasi|terpenuhi|achieved|fulfilled|reached|met)\b")
# "Yang harus dikejar" behind a share or a count: what is still missing.
TO_BE_REACHED = re.compile(
    r"\byang\s+(?:masih\s+)?(?:harus|perlu)\s+(?:\w+\s+)?(?:dikejar|dicapai|dipenuhi|ditambah|diraih)\b|"
    r"\bto be reached\b|^[\d.,\s]+(?:percentage\s+)?points?\s+(?:short|below|shy)\b"
)
SHARE_OF_MEMBERS = re.compile(
    r"[\d.,]+\s*(?:%|persen|percent)\s*(?:lebih\s*)?(?:dari|of)\s+(?:(?:total|seluruh|jumlah|keseluruhan|the|all|"
    r"its)\s+)*(?:kepesertaan|peserta|active (?:members|participants)|members|participants)|"
    r"[\d.,]+\s*(?:%|persen|percent)\s+(?:peserta\s+(?:bpjs|bpjamsostek|jamsostek|di|dari|telah|sudah|menyatakan|mengaku)|"
    r"(?:participants|members)\s+(?:say|said|use|were|are|have)\b)"
)
SHARE_OF_TARGET = re.compile(
    r"[\d.,]+\s*(?:%|persen|percent)\s*(?:lebih\s*)?(?:dari|of|terhadap)\s+(?:the\s+|its\s+|total\s+|jumlah\s+)?"
    r"(?:target|sasaran)"
)

# "DKI Jakarta menyumbang 18 persen": of something, not of its own workers.
CONTRIBUTES = re.compile(
    r"\b(?:menyumbang\w*|berkontribusi|kontribusi|sumbangan|contribut\w+|accounts? for|accounted for)\b[^,;]*$"
)

# The word target between a share and the next: "35,7 persen dari target 52,15 persen".
TARGET_LED = re.compile(r"(?:target|sasaran)[^,;]{0,40}$")
# "102.750 pekerja lagi": so many are missing.
MORE_OF_THEM = re.compile(r"[\d.,\s]+(?:ribu|juta|million|thousand)?\s*\w+(?:\s\w+)?\s+(?:lagi|more)\b")
# A region that registers workers does it through its government.
REGION_REGISTERS = re.compile(
    r"§\s+(?:\w+\s+){0,2}(?:mendaftarkan|melindungi|mengikutsertakan|register\w*)\b"
)
CONTRIBUTION_PAID = re.compile(
    r"\biuran(?:nya)?\s+(?:\w+\s+){0,2}(?:dibayar\w*|ditanggung|dibiayai|disubsidi)\b"
)
# Who is registered whether active or not.
ACTIVE_OR_NOT = re.compile(
    r"\b(?:ter|di)daftar\w*\b[^.;]*?(?:\bbaik yang\b[^.;]*\bmaupun\b[^.;]*(?:menunggak|aktif)|"
    r"\baktif\s+(?:maupun|dan|atau|serta)\s+(?:yang\s+)?(?:sudah\s+)?(?:menunggak|(?:non|tidak|tak)[\s-]?aktif)|"
    r"\btermasuk yang\s+(?:\w+\s+)?(?:menunggak|(?:non|tidak|tak)[\s-]?aktif))|"
    r"\bregistered\b[^.;]*?\b(?:whether (?:or not )?(?:\w+\s+){0,2}active|active (?:and|or) (?:inactive|not|lapsed))"
)
# "Hanya 298.115 yang aktif": the count before it was of the active and others.
ONLY_SOME_ACTIVE = re.compile(
    r"\b(?:hanya|baru|cuma|only|di ?antaranya|dari (?:jumlah|angka|total) (?:itu|tersebut|ini)|of (?:them|whom|those))\b"
)
ACTIVE = re.compile(r"\b(?:aktif|active)\b")
PAYS = re.compile(r"\b(?:membayar\w*|menganggarkan|mengalokasikan|menyiapkan|allocat\w+|pays?|paid)\b")
# Words that a number may have before it without being about something else than the number before it.
GO_ON = frozenset(
    """dan serta atau di ke dari menjadi jadi untuk sementara sedangkan kemudian lalu disusul diikuti oleh yang baru hanya sudah telah
    mencapai sebesar sebanyak sekitar hampir lebih kurang kini saat ini naik turun tahun bulan pada per hingga sampai dengan akhir awal
    itu tersebut tetapi namun tapi padahal paling buncit terbawah teratas terbaik urutan berada mencatat tercatat mengekor tertinggal but below above national rate average level figure rerata kota kabupaten provinsi kab prov daerah wilayah pekerja peserta tenaga kerja orang sektor segmen formal informal
    penerima upah bukan pu bpu jasa konstruksi rentan pmi migran perangkat desa adapun sebelumnya semula setara yakni yaitu juga bahkan
    melonjak meningkat rata nasional mendekati melampaui bawah atas sehingga gabungannya gabungan total totalnya seluruhnya keseluruhan menurun tertinggi terendah terdiri antara masih posisi menyusul and or the in of to at from for by with while
    whereas respectively followed jauh angka angkanya tinggal""".split()  # noqa: SIM905
)
GOVERNMENT = re.compile(r"\b(?:pem(?:prov|kab|kot|da|erintah)|bupati|gubernur|wali ?kota|government)\b")
REGISTERS = re.compile(
    r"\b(?:mendaftarkan|didaftarkan|mengikutsertakan|register\w*|melindungi|meng-?cover)\b"
)
VULNERABLE = re.compile(r"\b(?:rentan|vulnerable)\b")
# What grows: a share, or a count.
COUNTED = ("peserta", "jumlah", "pekerja aktif")
SUBJECT = re.compile(
    r"\b(?:(?:cakupan|coverage|kepesertaan|ucj|capaian|angka|persentase|tingkat|realisasi)\w*|peserta|"
    r"pekerja aktif|jumlah)\b"
)
TARGET_BEHIND = re.compile(r"[\d.,]+\s*(?:%|percent|persen)\s+target\b")
# "Punya 1,3 juta pekerja" says how many there are.
HAS = re.compile(r"\b(?:punya|memiliki|mempunyai|terdapat|has|have)\s*$")
GAP_WORD = re.compile(r"\b(?:kekurangan|selisih|gap|shortfall)|\bkurang\s*$")
TARGET_NAMELY = re.compile(r"\btarget\b[^;.]{0,40}\b(?:yakni|yaitu|sebesar|adalah|namely|which is)\s*$")
OF_TOTAL = re.compile(
    r"[\d.,]+\s*(?:%|persen|percent)\s+(?:dari|of)\s+(?:the\s+)?(?:total|keseluruhan|seluruhnya|jumlah)"
)
SURVEY = re.compile(r"\b(?:bps|sakernas|statistics)\b")
# "Padahal jumlahnya 1,8 juta": all of those that a share was just told of.
THEIR_NUMBER = re.compile(r"\b(?:padahal|dari)\b[^,;.]{0,20}\b(?:jumlah|total)nya\b")
THE_REST = re.compile(r"\b(?:sisanya|selebihnya|the rest|the remaining)\b")
# What follows names the parts of the number before.
IN_PARTS = re.compile(
    r"\b(?:rincian\w*|terdiri|meliputi|yakni|yaitu|antara lain|consisting|comprising)\b|:\s*$"
)
ADDED = re.compile(r"\b(?:tambahan|bertambah|menambah\w*|penambahan|additional)\b")
GAP_TO_TARGET = re.compile(
    r"\b(?:kekurangan|selisih|gap|shortfall)\w*\b[^,;]{0,30}\b(?:terhadap|dari|ke|dengan|menuju|to|against|"
    r"from)\s+(?:\w+\s+)?target"
)

CHANGE = re.compile(
    r"\b(?:naiknya|turunnya|naik|kenaikan|meningkat|peningkatan|bertambah|ditambah|pertambahan|penambahan|tumbuh|"
    r"pertumbuhan|turun|menurun|penurunan|berkurang|merosot|anjlok|menyusut|susut|melorot|melonjak|"
    r"up|down|rose|risen|rise|grew|grown|growth|increased|increase|fell|fallen|drop|dropped|declined|decline|gain|"
    r"gained|improvement|improved)\b"
    r"(?:\s+(?:of|by|sebesar|sebanyak|sekitar|hingga|sampai|lagi|tipis|signifikan|tajam|drastis|kurang lebih|"
    r"hampir|lebih dari|mencapai|about|around|nearly|more than|another|cukup|dibanding\w*|yakni|yaitu|"
    r"year on year))*[\s,]*$"
)
# "1,2 persen lebih rendah dibanding akhir 2024": between two dates a change, between two regions none.
DIFFERENCE = re.compile(
    r"\blebih (?:rendah|tinggi|besar|kecil|banyak|sedikit)\s*$|\b(?:higher|lower|more|less)(?: by)?\s*$"
)
SINCE_THEN = re.compile(r"\b(?:dibanding\w*|daripada|dari|than|compared)\b[^,;]{0,25}¤")
FALL = re.compile(
    r"\b(?:turunnya|turun|menurun|penurunan|berkurang|merosot|anjlok|menyusut|susut|melorot|terpangkas|down|fell|fallen|falls?|"
    r"drop|dropped|declined|decline|decrease[sd]?|lost|lebih (?:rendah|kecil|sedikit)|lower)\b"
)
MOVES = re.compile(
    rf"{FALL.pattern}|\b(?:naiknya|naik|kenaikan|meningkat|peningkatan|bertambah|pertambahan|penambahan|tumbuh|pertumbuhan|"
    r"melonjak|up|rose|risen|rise|grew|grown|growth|increased?|gain|gained|improvement|improved|lebih (?:tinggi|besar|banyak)|"
    r"higher)\b"
)
# "Angka itu masih kalah dari rata-rata nasional": both are of one date.
SET_BESIDE = re.compile(
    r"\b(?:(?:angka|capaian|cakupan|persentase|nilai|tingkat|realisasi)(?:nya|\s+(?:itu|ini|tersebut))|that|this|it)\b"
    r"[^,;.]*\b(?:kalah|di ?bawah|di ?atas|dibanding\w*|ketimbang|daripada|mengungguli|melampaui|melebihi|than|below|above|"
    r"compared|lebih (?:tinggi|rendah|besar|kecil))\b[^,;]*$"
)
# "Kota Padang menjadi yang tertinggi dengan 48 persen", "di Kabupaten Malang angkanya 22 persen": compared with the region before.
COMPARED_REGION = re.compile(
    r"\b(?:tertinggi|terendah|teratas|terbawah|highest|lowest)\b|\bdi\s+[^,;.]{3,40}\s(?:angka|persentase)nya\b"
)
# "Dari jumlah itu" goes on with the count before.
OF_THOSE = re.compile(
    r"\b(?:(?:dari )?(?:jumlah|angka|total) (?:itu|tersebut|ini)|di ?antara mereka|of these|of those|of them)\b"
)  # "Jumlah itu setara 62,5 persen" says the count before as a share.
THOSE_ARE = re.compile(
    r"^\W*(?:jumlah|angka|total) (?:itu|tersebut|ini)\s+(?:\w+\s+)?(?:setara|sama dengan|ekuivalen)(?:\s+dengan)?\W*$|"
    r"^\W*(?:that|this)\s+(?:is|was)\s+(?:equal|equivalent)\s+to\W*$"
)
FROM = re.compile(
    r"(?<!terdiri )\b(?:dari|of(?! whom| them| which)|out of)\s+(?:(?:¤+|§+(?:'s)|total|jumlah|sekitar|seluruh|"
    r"seluruhnya|keseluruhan|sebanyak|its|the|all|about|around|some|lebih dari|nearly|hampir|semua)\s+)*$"
)
# "Menargetkan 48 persen, dari 41,7 persen": what was reached before.
FROM_LEVEL = re.compile(r"\b(?:from|dari)\s+(?:sebelumnya\s+|posisi\s+|capaian\s+|realisasi\s+)*$")
# "Didaftarkan pemkab": the government pays.
BY_GOVERNMENT = re.compile(
    r"\b(?:didaftarkan|diikutsertakan|dilindungi|dicover|registered|enrolled)\s+(?:oleh\s+|by the\s+|by\s+)?"
    r"(?:pem(?:prov|kab|kot|da|erintah)|bupati|gubernur|wali ?kota|government)\b"
)
# "Turun dari 28.953 orang": an earlier count of the same.
CAME_FROM = re.compile(
    r"\b(?:naik|meningkat|bertambah|tumbuh|melonjak|turun|menurun|berkurang|anjlok|up|down|rose|fell|"
    r"semula)\s+(?:\w+\s+)?(?:dari|from)\s*$"
)
# "Dapat naik jadi 35 persen": not yet.
EXPECTED = re.compile(
    r"\b(?:dapat|bisa|akan|bakal|diharapkan|ditargetkan|diproyeksikan|could|can|will|should)\b"
)
ONWARD = re.compile(r"^[\s,¤()%a-z]{0,60}?\b(?:menjadi|jadi|ke|to)\s+(?:\w+\s+){0,2}$")
SAME_THING = re.compile(
    r"(?:\b(?:atau|setara|sama dengan|ekuivalen|alias|or|equivalent to|that is|equal to|i\.e\.|yakni|yaitu)\b|"
    r"[(=])\s*(?:(?:setara|dengan|sekitar|sebanyak|sebesar|baru|about|around|roughly|hanya|hampir|nearly|"
    r"lebih dari|yakni|yaitu|mencapai)\s*)*$"
)
# What a number before these is the whole of, where nothing else is said of it: "ada 372 ribu pekerja, tetapi baru 201 ribu …".
PART_OF_IT = re.compile(
    r"\b(?:sudah|telah|baru|hanya|di ?antaranya|tetapi|namun|tapi|padahal|of whom|of them|but|only|yang sudah|yang telah)\b"
)
IN_A_LIST = re.compile(
    r"(?:,|;|\bdan\b|\bserta\b|\band\b|\bmenjadi\b|\bke\b|\bto\b|\(|\bterdiri\b|\bmeliputi\b|\bmencakup\b|"
    r"\bhingga\b|\bdisusul\b|\bdiikuti\b|\bdari\b|\bfrom\b|\bsementara\b|\bsedangkan\b|\bwhile\b|\blalu\b|"
    r"\bkemudian\b)"
)

SEGMENTS = {
    "informal": (
        r"\b(?:bukan|non)[\s-]*penerima upah\b|\bbpu\b|\b(?:non|in)-?\s?formal\b|\bpekerja mandiri\b|"
        r"\bpeserta mandiri\b|\bnon-?wage\b|"
        r"\bself-employed\b"
    ),
    "formal": r"\bpenerima upah\b|(?<!dinas )(?<!kementerian )(?<!menteri )\bpu\b|\bformal(?:nya)?\b|\bwage[\s-]*(?:earn\w*|"
    r"recipients?|workers?)\b|\bsalaried\b",
    "construction": r"\bjasa konstruksi\b|\bjakon\b|\b(?:pekerja|sektor|peserta|tenaga kerja|buruh) konstruksi\b|\bconstruction\b",
    "vulnerable": r"\b(?:pekerja|tenaga kerja|masyarakat pekerja|kelompok|masyarakat|buruh)\s+(?:\w+\s+)?rentan\b|\brentan\b|"
    r"\bvulnerable\b",
    "village_institutions": (
        r"\b(?:perangkat|aparatur|aparat|kelembagaan|lembaga|ekosistem|pekerja|pemerintah(?:an)?|kepala|pegawai|"
        r"pengurus)\s+(?:\w+\s+)?(?:desa|gampong|nagari|kampung|kelurahan|kalurahan|pekon)\b|"
        r"\bbpd\b|\b(?:aparatur|perangkat)\b(?! (?:sipil|daerah|negara|lunak|keras))|\brt\s*(?:/|dan|,)\s*rw\b|"
        r"\bketua r[tw]\b|\bkader\b|\bvillage (?:official|institution|apparatus|worker|staff|government)\w*"
    ),
    "migrant": r"\bpmi\b|\b(?:pekerja|tenaga kerja|buruh) migran\b|\btki\b|\bmigrant\b",
}
SEGMENT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in SEGMENTS.items()))
EVERYBODY = re.compile(
    r"\b(?:total\w*|secara keseluruhan|keseluruhan\w*|seluruh|semua|overall|altogether|in total|gabungan\w*|combined)\b"
)
BOTH = re.compile(
    r"^[\s)]*(?:\((?:pu|bpu)\))?[\s)]*(?:dan|maupun|atau|/|&|and|or|serta|,)\s*(?:pekerja|sektor|segmen|peserta|"
    r"tenaga kerja|non)?[\s-]*$"
)

_OCCUPATIONS = (
    r"guru|dosen|honorer|nelayan|petani|pekebun|pedagang|pengemudi|sopir|ojek|tukang|marbot|pkl|umkm|penambang|"
    r"atlet|wartawan|seniman|"
    r"teachers|farmers|fishermen|drivers|traders"
)
# Shares and counts of other things: what they are.
TOPICS = {
    "other statistics": (
        r"\bimunisasi\b|\bair (?:minum|bersih)\b|\bsanitasi\b|\bsekolah\b|\bhunian\b|\bhotel\b|\bokupansi\b|"
        r"\bwisata\w*\b|\bpenyaluran\b|\bblt\b|\bbansos\b|\bbantuan (?:sosial|langsung)\b|\brealisasi fisik\b|"
        r"\bpembangunan\b|\binflasi\b|\binflation\b|\bkemiskinan\b|\bmiskin\b|\bpoverty\b|\bpengangguran\b|"
        r"\bpenganggur\b|\btpt\b|\bunemploy\w*|\bstunting\b|\bpdrb\b|\bgdp\b|"
        r"\b(?:pertumbuhan|tumbuh)\s+ekonomi\b|\bekonomi\b[^.;,]{0,30}\b(?:tumbuh|naik|turun|menguat|melambat)\b|"
        r"\bperekonomian\b|\beconom(?:y|ic growth)\b|\bekspor\b|\bimpor\b|\bexports?\b|\bimports?\b|\bharga\b|"
        r"\bgini\b|\bipm\b|\bpartisipasi angkatan kerja\b|\btpak\b|\bparticipation rate\b|"
        r"\bproduksi\b|\bpenjualan\b|\bsaham\b|\binvestasi\w*\b|\bimbal hasil\b|\bbunga\b|\binterest\b|\bkredit\b|"
        r"\bpajak\b|\btax\b|\bdiskon\w*\b|\bkurs\b|\bdeposito\b|\bsuku bunga\b"
    ),
    "contributions and wages": (
        r"\b(?:penerimaan|realisasi|perolehan|penagihan|pengumpulan|setoran) iuran\b|\biuran(?:nya)? (?:yang )?"
        r"(?:sudah |telah |berhasil )*(?:terkumpul|masuk|diterima|tertagih)\b|\bcontributions? collected\b|"
        r"\bcollection of contributions\b|"
        r"\biuran(?:nya)? (?:jkk|jkm|jht|jp|sebesar|peserta|program|per|bulanan|minimal)\b|\b(?:jkk|jkm|jht|"
        r"jp)\s+(?:sebesar\s+)?$|\bdari (?:upah|gaji|penghasilan|total upah)\b|\bum[pk]\b|\bupah minimum\b|"
        r"\bof (?:wages?|salar\w+|monthly wages?)\b|\bcontribution rates?\b|\btarif\b|\bdenda\b|\bfines?\b|"
        r"\bpemotongan\b|\bdipotong\b|\bpersentase iuran\b|\bkontribusi pemberi kerja\b|\bdana jht\b|\bsaldo\b|"
        r"\bhasil pengembangan\b"
    ),
    "money spent": r"\banggaran\b(?! rp)|\bserapan\b|\bpenyerapan\b|\bdana (?:desa|bagi hasil)\b|\bapbn\b|\bbudget\w*|"
    r"\brealisasi (?:anggaran|belanja|pendapatan|investasi)\b|\bpendapatan\b|\bbelanja\b|\bpad\b",
    "benefits paid": r"\bklaim\b|\bsantunan\b|\bpenerima manfaat\b|\bahli waris\b|\bbeasiswa\b|\bclaims?\b|\bbenefits? (?:paid|"
    r"recipients?)\b|\bbeneficiar\w*|\bheirs?\b|\bscholarships?\b|\bkasus\b|\bkorban\b|\bmeninggal\b|"
    r"(?<!jaminan )\bkecelakaan\b|\bmanfaat kepada\b|\bdied\b|\bdeaths?\b|\baccidents?\b|\bpencairan\b",
    "health insurance": r"\bjkn\b|\bkis\b|\bbpjs kesehatan\b|\bhealth insurance\b|\buhc\b(?! jamsostek)|"
    r"\buniversal health coverage\b",
    "cards and gifts handed over": r"\b(?:diserahkan|menyerahkan|penyerahan|dibagikan|membagikan|pembagian|handed)\b",
    "residents": r"\b(?:jumlah|total)?\s*penduduk\b(?!\s+(?:\w+\s+){0,3}?(?:yang\s+)?(?:sudah\s+)?bekerja)|\bpopulation\b|"
    r"\bresidents\b|\binhabitants\b|\bkepala keluarga\b|\bpemilih\b|\bvoters\b|\bhouseholds?\b",
    "people at an event or in a survey": (
        r"\bresponden\w*\b|\brespondents?\b|\bsurvei\b|\bsurvey\b|\bhadir\b|\bmenghadiri\b|\bdihadiri\b|"
        r"\bdiikuti\s+(?:oleh\s+)?(?:sekitar\s+)?$|\battended\b|\bpeserta\s+(?:\w+\s+)?(?:mengikuti|hadir|meramaikan|memeriahkan|ambil bagian|antusias)\b|"
        r"\bmengikuti (?:sosialisasi|pelatihan|kegiatan|acara|seminar|rapat|lomba|bimtek)\b|\bpuas\b|"
        r"\bpeserta (?:rapat|kegiatan|pelatihan|acara|sosialisasi|seminar|lomba|upacara|magang|didik|ujian|"
        r"jalan sehat|senam|turnamen|webinar|donor darah|mudik)\b|\bpelatihan\b|\btraining\b|\bundangan\b|\bpendonor\b"
    ),
    "jobs lost or sought": r"\bphk\b|\bpemutusan hubungan kerja\b|\bdirumahkan\b|\blayoffs?\b|\blaid off\b|\bpencari kerja\b|"
    r"\blowongan\b|\bjob ?seekers?\b|\bvacanc\w*",
    "employers or places": (
        r"^[\d.,\s]+(?:%|persen|percent)\s+(?:dari\s+)?(?:total\s+|seluruh\s+|jumlah\s+|of\s+)?(?:perusahaan|"
        r"badan usaha|pemberi kerja|desa|kabupaten|kecamatan|kota|provinsi|"
        r"employers|companies|firms|villages|provinces)\b"
    ),
    "one programme only": r"\b(?:jht|jp|jkp|jaminan (?:pensiun|hari tua|kehilangan pekerjaan))\b(?=[^.;,]{0,40}$)",
    "one occupation": (
        rf"^[\d.,\s]+(?:%|persen|percent)\s+(?:dari\s+)?(?:total\s+|seluruh\s+)?(?:{_OCCUPATIONS})\b|"
        rf"\b(?:{_OCCUPATIONS})\b(?=[^.;,]{{0,25}}$)"
    ),
    "villages that did something": r"[\d]\s+(?:desa|kelurahan|perusahaan|kabupaten|opd|villages|companies)\s+(?:sudah|telah|have)\b",
    "satisfaction, compliance and other shares": (
        r"\bpuas\b|\belektabilitas\b|\bliterasi\b|\bunduh\w*|\bdiunduh\b|\bdownload\w*|\bkepuasan\b|\bsatisfaction\b|\bkepatuhan\b|\bcompliance\b|\bpangsa\b|\bmarket share\b|\bkehadiran\b|"
        r"\bsiswa\b|\bmahasiswa\b|\bstudents?\b|(?<!jaminan )\bpensiun\b|\bpensioners?\b|\bvaksin\w*\b|\blistrik\b|"
        r"\bair bersih\b|\bkelulusan\b|\bkapasitas\b|\bkuota\b|\bpegawai bpjs\b|\bkaryawan bpjs\b|\bpenonton\b|"
        r"\bwisatawan\b|\btourists?\b"
    ),
}
TOPIC = re.compile("|".join(f"(?P<t{place}>{pattern})" for place, pattern in enumerate(TOPICS.values())))
ABOUT_COVERAGE = re.compile(
    r"jamsostek|bpjs (?:ketenagakerjaan|tk)|bpjstk|bpjamsostek|bp jamsostek|\bucj\b|universal coverage|"
    r"jaminan sosial (?:ketenaga|tenaga )?kerja\w*|cakupan|kepesertaan|terlindungi|"
    r"employment social security|social security|coverage|peserta aktif|active (?:members|participants)"
)


def topic_name(found: re.Match[str]) -> str:
    """What a match of :data:`TOPIC` is about."""
    return list(TOPICS)[int(str(found.lastgroup)[1:])]
