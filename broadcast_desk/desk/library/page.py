"""Kho bản tin: the search box with the cursor in it, the list left, the chosen one right."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.library import operations
from broadcast_desk.desk.library.deeds import LibraryDeeds
from broadcast_desk.desk.library.detail import DetailPanel, detail_place
from broadcast_desk.desk.library.table import (
    LENGTH_COLUMN,
    STANDING_COLUMN,
    TITLE_COLUMN,
    StandingDelegate,
    TitleDelegate,
    programme_model,
)
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.tables import ROW_ROLE, VietnameseSortProxy
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Columns, EmptyState
from broadcast_desk.desk.widgets.cells import FigureDelegate
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.library.model import State
from broadcast_desk.station.clock import local

SEARCH_AFTER_MS = 150


class LibraryPage(Page):
    """The library."""

    shows = frozenset({Kind.PROGRAMMES})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: State | None = None
        self._wanted_code = ""
        self._detail: operations.Detail | None = None
        self.search = QLineEdit()
        self.model = programme_model(self._today)
        self._proxy = VietnameseSortProxy(self)
        self._proxy.setSourceModel(self.model)
        self.table = QTableView()
        self.count = label(role="small")
        self.panel = DetailPanel(self._today)
        self.panel.act.connect(self._on_act)
        self.deeds = LibraryDeeds(self, self._today)
        self._typed = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._typed.timeout.connect(self.refresh)
        self._build()

    # Building

    def _build(self) -> None:
        columns = Columns(stack_below=860)
        columns.add(self._build_left(), 6)
        columns.add(self._build_right(), 5)
        self.body.addWidget(columns, 1)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._focus_search)

    def _build_left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        self.search.setPlaceholderText(
            translate("Library", "Tìm theo tên, nội dung, mã (không cần gõ dấu)")
        )
        self.search.setAccessibleName(translate("Library", "Tìm bản tin"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.table.setFocus)
        compose = Button(
            translate("Library", "Soạn bản tin"), lambda: self.asked.emit("compose", None),
            icon="plus", look="primary",
        )  # fmt: skip
        search_line = flow_of(self.search, compose)
        column.addLayout(search_line)
        column.addLayout(self._build_filters())
        column.addWidget(self._build_list(), 1)
        column.addWidget(self.count)
        return left

    def _build_filters(self) -> QVBoxLayout:
        words: tuple[tuple[str, State | None], ...] = (
            (translate("Library", "Tất cả"), None),
            (translate("Library", "Đã duyệt"), State.APPROVED),
            (translate("Library", "Chờ duyệt"), State.SUBMITTED),
            (translate("Library", "Nháp"), State.DRAFT),
            (translate("Library", "Đã cất"), State.ARCHIVED),
        )
        self._filters = QButtonGroup(self)
        line = flow_of(spacing=0.5)
        for text, state in words:
            button = Button(text, partial(self._filter, state), look="quiet")
            button.setCheckable(True)
            button.setChecked(state is None)
            self._filters.addButton(button)
            line.addWidget(button)
        column = QVBoxLayout()
        column.addLayout(line)
        return column

    def _build_list(self) -> QWidget:
        self._build_table()
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._empty = EmptyState(
            "library",
            translate("Library", "Kho chưa có bản tin nào"),
            translate("Library", "Soạn bản tin đầu tiên, hoặc nhận gói phát thanh của Trung tâm."),
            translate("Library", "Soạn bản tin"),
            lambda: self.asked.emit("compose", None),
        )
        self._nothing = EmptyState(
            "search",
            translate("Library", "Không tìm thấy bản tin nào"),
            translate("Library", "Thử ít chữ hơn, hoặc bỏ bộ lọc."),
            translate("Library", "Xem tất cả"),
            self._show_all,
        )
        self._list.addWidget(self._empty)
        self._list.addWidget(self._nothing)
        return self._list

    def _build_table(self) -> None:
        view = self.table
        view.setModel(self._proxy)
        view.setAccessibleName(translate("Library", "Danh sách bản tin"))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setSortingEnabled(True)
        view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.horizontalHeader().setSortIndicatorClearable(True)
        view.verticalHeader().hide()
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title_delegate = TitleDelegate()
        self._standing_delegate = StandingDelegate(self._today)
        view.setItemDelegateForColumn(TITLE_COLUMN, self._title_delegate)
        view.setItemDelegateForColumn(STANDING_COLUMN, self._standing_delegate)
        self._figure_delegate = FigureDelegate()
        view.setItemDelegateForColumn(LENGTH_COLUMN, self._figure_delegate)
        view.selectionModel().currentRowChanged.connect(self._on_chosen)

    def _build_right(self) -> QWidget:
        self._place = detail_place(
            self.panel,
            EmptyState(
                "headphones",
                translate("Library", "Chọn một bản tin"),
                translate(
                    "Library", "Ở đây sẽ thấy bản tin có được phát không, đến khi nào, và nghe thử."
                ),
            ),
        )
        return self._place

    # Showing

    @override
    def refresh(self) -> None:
        """Ask the library again."""
        query, state = self.search.text(), self._state
        self.tasks.read(
            lambda rooms: operations.find(rooms, query, state),
            self._show_found,
            latest="find",
            failed=self.say_error,
        )

    @override
    def open_on(self, what: object) -> None:
        """Show the programme of a code."""
        if isinstance(what, str) and what:
            self._wanted_code = what
            self._show_all()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the search box."""
        super().showEvent(event)
        self._dress_table()
        self._focus_search()

    def _dress_table(self) -> None:
        dress = theme.current()
        self.table.setMinimumHeight(dress.px(240))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(TITLE_COLUMN, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(STANDING_COLUMN, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(LENGTH_COLUMN, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(STANDING_COLUMN, dress.px(124))
        self.table.setColumnWidth(LENGTH_COLUMN, dress.px(76))
        self.table.verticalHeader().setDefaultSectionSize(dress.px(60))

    def _show_found(self, found: operations.Found) -> None:
        code = self._wanted_code or (self._detail.version.draft.code if self._detail else "")
        self.model.set_rows(found.rows)
        narrowed = bool(self.search.text().strip()) or self._state is not None
        if found.rows:
            self._list.setCurrentWidget(self.table)
        else:
            self._list.setCurrentWidget(self._nothing if narrowed else self._empty)
        self.count.setText(_count_text(len(found.rows), found.total))
        self.count.setVisible(bool(found.rows))
        self._choose(code)

    def _choose(self, code: str) -> None:
        """Choose the row of `code` again, else the first."""
        rows = self._proxy.rowCount()
        if not rows:
            self._place.setCurrentIndex(0)
            self._detail = None
            return
        codes = [self._proxy.index(row, 0).data(ROW_ROLE).code for row in range(rows)]
        row = codes.index(code) if code in codes else 0
        self._wanted_code = ""
        index = self._proxy.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)
        self._load(codes[row])

    def _on_chosen(self, current: QModelIndex) -> None:
        row = current.data(ROW_ROLE)
        if row is not None:
            self._load(row.code)

    def _load(self, code: str) -> None:
        self.tasks.read(
            lambda rooms: operations.detail(rooms, code),
            self._show_detail,
            latest="detail",
            failed=self.say_error,
        )

    def _show_detail(self, detail: operations.Detail) -> None:
        self._detail = detail
        self.panel.show_detail(detail)
        self._place.setCurrentWidget(self.panel)
        path = detail.audio_path
        if path is not None:
            self.tasks.read(
                lambda _: operations.waveform(path),
                self.panel.player.show_peaks,
                latest="waveform",
                failed=self.say_error,
            )

    def _on_typed(self, _text: str) -> None:
        self._typed.start()

    def _filter(self, state: State | None) -> None:
        self._state = state
        self.refresh()

    def _show_all(self) -> None:
        self._state = None
        self._filters.buttons()[0].setChecked(True)
        self.search.clear()
        self.refresh()

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _on_act(self, act: str) -> None:
        if self._detail is not None:
            self.deeds.do(act, self._detail.version)

    def _today(self) -> date:
        return local(self.context.clock.now()).date()


def _count_text(shown: int, total: int) -> str:
    if shown < total:
        return translate(
            "Library", "Hiện {shown} bản mới nhất trong {total}; gõ vào ô tìm để thấy bản khác."
        ).format(shown=shown, total=total)
    return translate("Library", "{total} bản tin").format(total=total)
