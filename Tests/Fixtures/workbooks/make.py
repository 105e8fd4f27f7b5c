"""Makes the workbooks of this folder, with openpyxl 3.1.5 and XlsxWriter 3.3.1, which write them as spreadsheet programs do."""
import datetime as dt
import sys
import openpyxl
import xlsxwriter

DAYS = [dt.date(1900, 1, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1), dt.date(2024, 2, 29), dt.date(9999, 12, 31)]
MOMENTS = [dt.datetime(2024, 2, 29, 14, 30, 5, 250000), dt.datetime(2000, 1, 1), dt.datetime(1999, 12, 31, 23, 59, 59),
           dt.datetime(2024, 6, 1, 0, 0, 0, 1000), None]


def sales(path):
    """Two sheets, as Excel writes them: shared texts, styles, cells without a value."""
    book = xlsxwriter.Workbook(path)
    day, moment = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "yyyy\\-mm\\-dd\\ hh:mm:ss"})
    money, clock = book.add_format({"num_format": '#,##0.00\\ "€ per day"'}), book.add_format({"num_format": "[h]:mm"})
    sheet = book.add_worksheet("Sales & more")
    sheet.write_row(1, 1, ["id", "name", "day", "moment", "price", "open", "hours", "rate"])
    names = ["Müller, \"A\"", "tab\there", "two\nlines", "<&>", "007"]
    for row, (a_day, a_moment, name) in enumerate(zip(DAYS, MOMENTS, names)):
        sheet.write_number(row + 2 + row // 3, 1, row + 1)
        sheet.write_string(row + 2 + row // 3, 2, name)
        sheet.write_datetime(row + 2 + row // 3, 3, a_day, day)
        if a_moment:
            sheet.write_datetime(row + 2 + row // 3, 4, a_moment, moment)
        sheet.write_number(row + 2 + row // 3, 5, 0.1 * 3 if row == 0 else 10.0 ** row + 0.5, money)
        sheet.write_boolean(row + 2 + row // 3, 6, row % 2 == 0)
        sheet.write_number(row + 2 + row // 3, 7, row / 4, clock)
        sheet.write_formula(row + 2 + row // 3, 8, "=1/0", None, "#DIV/0!") if row == 2 else sheet.write_formula(
            row + 2 + row // 3, 8, f"=F{row}*2", None, row * 1.25)
    other = book.add_worksheet("Other")
    other.write_column(0, 0, ["x", 1, 2, 3])
    hidden = book.add_worksheet("Hidden")
    hidden.hide()
    hidden.write(0, 0, "secret")
    book.close()


def written_by_openpyxl(path):
    """Texts in cells themselves and shared ones, days counted from 1904, a sheet that does not begin at its first cell."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Tage"
    sheet.append(["Umsätze des Jahres"])
    sheet.merge_cells("A1:C1")
    sheet.append(["tag", "umsatz", "wort"])
    for number in range(30):
        sheet.append([dt.date(2024, 1, 1) + dt.timedelta(days=number), number * 1.5, ["rot", "grün", "blau"][number % 3]])
    book.save(path)


def formulas(path):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, "=A2*2"])
    book.save(path)


def merged(path):
    book = openpyxl.Workbook()
    for row in [["a", "b"], [1, 2], [3, 4], [5, 6]]:
        book.active.append(row)
    book.active.merge_cells("A3:A4")
    book.save(path)


def beside(path):
    book = openpyxl.Workbook()
    for row in [["a", "b"], [1, 2], [3, 4, "a remark"], [5, 6]]:
        book.active.append(row)
    book.save(path)


def cover(path):
    """The sheets of `sales`, with the header of the first alone."""
    sales(path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_rows(2, book.worksheets[0].max_row)
    book.save(path)


if __name__ == "__main__":
    for make, name in [(sales, "sales"), (written_by_openpyxl, "days"), (formulas, "formulas"), (merged, "merged"), (beside, "beside"), (cover, "cover")]:
        make(f"{sys.argv[1]}/{name}.xlsx")
