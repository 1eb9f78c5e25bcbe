"""Runner: runs done over processes or a cluster, whatever befalls them."""
