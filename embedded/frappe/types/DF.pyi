"""What a field of a document holds, by its fieldtype, for the type blocks of controllers. For type checkers
alone: nothing imports it while running."""

from datetime import date, datetime
from typing import Literal as Literal

Attach = str
Check = int
Code = str
Currency = float
Data = str
Date = date | str
Datetime = datetime | str
DynamicLink = str
Float = float
HTMLEditor = str
Int = int
JSON = str
Link = str
LongText = str
Password = str
Percent = float
Select = str
SmallText = str
Table = list
TableMultiSelect = list
Text = str
TextEditor = str
