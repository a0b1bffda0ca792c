"""What a hostile report may state: formulas, markup, control characters, and more than a cell holds."""

PLANTED = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    '=HYPERLINK("http://evil.example","click")',
    "<r><t>bold</t></r>",
    "<script>alert(1)</script>",
    'two\r\nlines, and "quotes"',
    "_x0041_",
    "\x00\x07\x1f",
    "'quoted",
    "长" * 40_000,
)
