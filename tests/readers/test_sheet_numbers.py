"""A number shows as its format says."""

from __future__ import annotations

import pytest

from pipeline.readers.sheet_numbers import general, show


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        pytest.param(0.9827, "0.00%", "98.27%", id="percent-with-its-decimals"),
        pytest.param(0.9827, "0%", "98%", id="percent-rounded"),
        pytest.param(1980, "#,##0.00", "1,980.00", id="thousands-and-decimals"),
        pytest.param(1.005, "0.00", "1.01", id="half-up-on-the-decimal-not-the-float"),
        pytest.param(-3750, "#,##0.00", "-3,750.00", id="minus"),
        pytest.param(-3750, "#,##0.00_);(#,##0.00)", "-3,750.00", id="brackets-mean-minus"),
        pytest.param(-3750, "0.00;[Red]0.00", "-3750.00", id="red-alone-means-minus"),
        pytest.param(0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-", id="accounting-zero-is-a-dash"),
        pytest.param(12.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.50", id="accounting"),
        pytest.param(12345, '0!.0,"万"', "1.2万", id="ten-thousands-by-an-escaped-point"),
        pytest.param(12345, '[>=10000]0!.0,"万";0', "1.2万", id="condition-met"),
        pytest.param(5, '[>=10000]0!.0,"万";0', "5", id="condition-not-met"),
        pytest.param(1234567, "#,##0.0,", "1,234.6", id="scaled-by-a-thousand"),
        pytest.param(5, '0"人"', "5人", id="unit-in-the-format"),
        pytest.param(5, 'General"人"', "5人", id="unit-after-general"),
        pytest.param(7, "000", "007", id="leading-zeros"),
        pytest.param(1.5, "0.##", "1.5", id="optional-decimals"),
        pytest.param(123, "[$¥-804]#,##0.00", "¥123.00", id="money-sign"),
        pytest.param(123, ";;;", "", id="hidden-by-its-format"),
        pytest.param(3, "@", "3", id="number-in-a-text-cell"),
        pytest.param(0.25, "# ?/?", "0.25", id="fractions-as-decimals"),
        pytest.param(45027, "yyyy/m/d", "2023-04-11", id="date"),
        pytest.param(45027, "m/d/yy;@", "2023-04-11", id="date-in-another-order"),
        pytest.param(45027, 'yyyy"年"m"月"', "2023年4月", id="year-and-month"),
        pytest.param(45027, 'yyyy"年"m"月"d"日";@', "2023年4月11日", id="date-in-chinese"),
        pytest.param(45027.5, "yyyy-mm-dd hh:mm", "2023-04-11 12:00", id="date-and-time"),
        pytest.param(0.5, "h:mm", "12:00", id="time"),
        pytest.param(1e300, "yyyy-mm-dd", "1E+300", id="no-date"),
    ],
)
def test_show_follows_the_number_format(value, code, shown):
    assert show(value, code) == shown


def test_show_counts_days_from_1904_where_the_workbook_does():
    assert show(43565, "yyyy-mm-dd", from_1904=True) == "2023-04-11"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(194.90000000000001, "194.9"), (0.1 + 0.2, "0.3"), (1980.0, "1980"), (100, "100"), (-0.0, "0"),
     (1e-7, "0.0000001"),
     (1e22, "1E+22"), (float("inf"), "#NUM!"), (2183.74, "2183.74")],
)  # fmt: skip
def test_general_leaves_out_the_tail_of_a_float(value, shown):
    assert general(value) == shown


@pytest.mark.parametrize(
    "code", ["", ";", '"', "[", "[>", "\\", "_", "0,,,,,", "%%%", "0" * 999, "0." + "0" * 400, "y" * 99]
)
@pytest.mark.parametrize("value", [0.0, -1.5, 1e308, float("nan")])
def test_show_takes_any_format(value, code):
    assert isinstance(show(value, code), str)
