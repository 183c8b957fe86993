"""Codes of ONIX 2.1 that mean the same as another code of ONIX 3; those that are not here are the same in both."""

# List 10, in which form an electronic text comes, to List 175: 029 EPUB, 002 PDF, 022 Mobipocket, 031 Kindle, 044 iBook
EPUB_TYPES = {"029": "E101", "002": "E107", "022": "E127", "031": "E116", "044": "E141"}

# List 33, other texts, to List 153.
TEXT_TYPES = {
    "01": "03",  # main description
    "02": "02",  # short description
    "03": "03",  # long description
    "04": "04",  # table of contents
    "05": "06",  # review quotes
    "06": "07",
    "07": "06",
    "08": "06",
    "09": "10",  # promotional headline
    "10": "08",
    "12": "03",
    "13": "12",  # biographical note
    "17": "27",  # flap copy
    "18": "05",  # back cover copy
    "19": "11",  # feature
    "20": "18",
    "21": "13",  # publisher's notice
    "22": "15",
    "23": "14",  # excerpt
    "24": "14",
    "30": "09",  # endorsement
    "33": "26",
    "43": "16",
    "44": "17",
    "47": "20",
}

# List 38, media files, to List 158 and the mode of List 159 (02 audio, 03 still image, 05 video)
MEDIA_FILES = {
    "03": ("29", "03"),
    "04": ("01", "03"),  # front cover
    "05": ("29", "03"),
    "06": ("01", "03"),
    "07": ("27", "03"),
    "08": ("04", "03"),
    "10": ("05", "03"),
    "11": ("06", "03"),
    "12": ("08", "03"),
    "17": ("09", "03"),
    "18": ("10", "03"),
    "22": ("25", "03"),
    "23": ("15", "03"),
    "24": ("02", "03"),
    "25": ("02", "03"),
    "31": ("12", "05"),
    "32": ("11", "05"),
    "33": ("13", "05"),
    "35": ("15", "05"),
    "36": ("26", "05"),
    "41": ("12", "02"),
    "42": ("11", "02"),
    "43": ("13", "02"),
    "44": ("15", "02"),  # sample
    "45": ("26", "02"),
}

# List 47, regions, to List 49. The others are of the United Kingdom's book trade, and of no use here.
REGIONS = {"000": "WORLD", "001": "ROW"}

# List 54, availability in two letters, to List 65.
AVAILABILITIES = {
    "AB": "01",  # cancelled
    "NP": "10",  # not yet available
    "IP": "20",  # available
    "MD": "23",  # made on demand
    "TO": "22",  # to special order
    "TU": "30",  # temporarily unavailable
    "TP": "31",  # out of stock
    "RP": "32",  # reprinting
    "UR": "33",  # awaiting reissue
    "OR": "41",  # replaced by a new product
    "OF": "42",  # other format available
    "EX": "43",  # no longer supplied by us
    "WS": "46",  # withdrawn from sale
    "OP": "51",  # publisher indicates out of print
}

# By the number of digits of a date, its format in List 55: 00 YYYYMMDD, 01 YYYYMM, 05 YYYY
FORMATS_OF_DATES = {8: "00", 6: "01", 4: "05"}
