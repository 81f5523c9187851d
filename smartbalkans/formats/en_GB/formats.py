"""How dates and times are written: the month in full, and the 24-hour clock of the region."""

DATE_FORMAT = "j F Y"  # 25 November 2026
DATETIME_FORMAT = "j F Y, H:i"  # 25 November 2026, 14:05
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "j F"
DAY_FORMAT = "j"  # of the first day of a period within one month: 11–12 December 2023
