"""What a change of the network goes through (docs/network.md): its times, and where its profile is."""

# How long a change waits for somebody, and after which NetworkManager has the last word, in s.
TRIAL, CHECKPOINT = 60, 120
# More than taking it back takes: what comes later than that was not Hearth's doing, in s.
MARGIN = 30
# Longer than joining takes, and than giving up on a password, in s.
PATIENCE = 60
# What a restart of the machine forgets, and what outlasts it.
FORGOTTEN, SAVED = "/run/NetworkManager/system-connections", "/etc/NetworkManager/system-connections"
