"""How moments are written: with the hours that the region reads, where Django says "1:53 p.m."."""

DATETIME_FORMAT = "j F Y H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
TIME_FORMAT = "H:i"
