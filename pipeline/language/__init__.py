"""Reading words and numbers: quantities, squeezed text, and the spaCy pipeline over jieba. Imports
nothing of ours but the value types.
"""
