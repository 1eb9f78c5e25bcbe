"""Record: the odds beside the history of sanctions, in base rates and single cases."""
