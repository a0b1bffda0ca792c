"""Views for people: Chinese column names, money in 万元. They hold no data and are made anew when they change."""

from __future__ import annotations

from sqlite_utils import Database

from pipeline.store.labels import GROUPS

# Six decimals of 万元 are one 分: rounding there removes what binary floating point adds, and nothing else.
_AMOUNT = "case when f.unit = 'CNY' then round(f.value / 10000.0, 6) else f.value end"

_FACTS = """
select coalesce(e.name, nullif(d.entity, ''), d.name) as 单位, f.period as 年度, c.zh as 指标, f.item as 事项,
  coalesce(s.zh, f.scenario) as 情形, coalesce(m.zh, f.measure) as 口径, coalesce(b.zh, f.base) as 基准,
  {amount} as 数值, case when f.unit = 'CNY' then '万元' else f.unit end as 计量单位,
  coalesce(a.zh, f.approx) as 约数, f.comparator as 比较, f.text as 文字, f.quote as 原文, f.page as 页,
  d.name as 文件, f.concept, f.document_id, f.id as fact_id
from facts f
join documents d on d.id = f.document_id
join labels c on c.kind = 'concept' and c.id = f.concept and c."group" = '{group}'
left join entities e on e.id = d.entity_id
left join labels s on s.kind = 'scenario' and s.id = f.scenario
left join labels m on m.kind = 'measure' and m.id = f.measure
left join labels b on b.kind = 'base' and b.id = f.base
left join labels a on a.kind = 'approx' and a.id = f.approx
"""

# Columns of entity_years: money in 万元, people in 人, vehicles in 辆, the score in 分.
YEAR_COLUMNS = (
    ("staff.quota", "编制"),
    ("staff.actual", "在职"),
    ("staff.retired", "退休"),
    ("staff.contract", "编外"),
    ("asset.vehicles", "公务用车"),
    ("income.total", "收入合计"),
    ("income.appropriation", "财政拨款收入"),
    ("expenditure.total", "支出合计"),
    ("expenditure.basic", "基本支出"),
    ("expenditure.basic.personnel", "人员经费"),
    ("expenditure.basic.public", "公用经费"),
    ("expenditure.project", "项目支出"),
    ("carryover.opening", "年初结转结余"),
    ("carryover.closing", "年末结转结余"),
    ("three_public.total", "三公经费"),
    ("three_public.abroad", "出国费"),
    ("three_public.reception", "接待费"),
    ("three_public.vehicle", "公车费"),
    ("operating.total", "机关运行经费"),
    ("procurement.total", "政府采购"),
    ("score.total", "自评得分"),
)

# One figure a body, year and concept: what the year's own report says goes before what a later one says of it, a
# report on the whole body before one on a single project, and then the most precise statement wins.
_ENTITY_YEARS = """
with years as (
  select d.entity_id, d.fiscal_year as year, count(*) as reports, min(d.id) as first
  from documents d where d.status = 'ok' and d.fiscal_year is not null
  group by coalesce(d.entity_id, -d.id), d.fiscal_year
), stated as (
  select coalesce(d.entity_id, -d.id) as body, f.period, f.concept, {amount} as value, row_number() over (
    partition by coalesce(d.entity_id, -d.id), f.period, f.concept
    order by d.fiscal_year is not f.period, instr(coalesce(d.report_type, ''), '项目'), f.comparator is not null,
      f.approx is not null, f.decimals is null, f.decimals desc, f.id
  ) as place
  from facts f join documents d on d.id = f.document_id
  where f.measure = 'value' and f.scenario = 'actual' and f.item = '' and f.value is not null
    and f.concept in ({concepts})
)
select coalesce(e.name, nullif(d.entity, ''), d.name) as 单位, y.year as 年度, y.reports as 报告数,
  {columns}, y.entity_id
from years y
join documents d on d.id = y.first
left join entities e on e.id = y.entity_id
left join stated s on s.body = coalesce(y.entity_id, -y.first) and s.period = y.year and s.place = 1
group by y.first, y.year
order by 单位, 年度
"""


def create(db: Database) -> None:
    """Make or renew every view.

    Without blanks around it SQLite keeps a statement to the letter: what is as it was is told, and not made anew.
    """
    for group in GROUPS:
        db.create_view(group, _FACTS.format(amount=_AMOUNT, group=group).strip(), replace=True)
    db.create_view("entity_years", _entity_years().strip(), replace=True)


def _entity_years() -> str:
    concepts = ", ".join(f"'{concept}'" for concept, _ in YEAR_COLUMNS)
    columns = ",\n  ".join(
        f"max(case when s.concept = '{concept}' then s.value end) as {name}" for concept, name in YEAR_COLUMNS
    )
    return _ENTITY_YEARS.format(amount=_AMOUNT, concepts=concepts, columns=columns)
