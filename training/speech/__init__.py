"""The recipe of the embedded speech models: text, speech, channel, training, export, figures."""
