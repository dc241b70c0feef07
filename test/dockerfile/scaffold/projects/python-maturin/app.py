import fastclock
