"""Press lines read: the figures that a text in Indonesian or English seems to state, with the words they came from."""
