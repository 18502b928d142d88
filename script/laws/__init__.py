"""The laws of the source that no compiler keeps, one file a law; `script/lint` runs them."""
