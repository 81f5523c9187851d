"""How dates and times are written: 25 November 2026, 13:53, where Django writes 25 Nov. 2026, 1:53 p.m."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "j F"
DAY_FORMAT = "j"  # of the first day of a period within one month: 11–12 December 2023
