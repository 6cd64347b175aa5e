#include "console/app/style_sheet.h"

#include "console/app/theme.h"

#include <QMap>

namespace vigie::console {
namespace {

// @name is replaced by a token. Longer names first, so that @line never eats the start of @lineX.
const char* const kTemplate = R"css(
QWidget { color: @text; }
QMainWindow, QWidget#page, QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget { background: @background; }
QStackedWidget[role="bare"], QScrollArea[role="bare"], QScrollArea[role="bare"] > QWidget > QWidget { background: transparent; }
QWidget#topBar { background: @surface; border-bottom: 1px solid @line; }
QWidget#navigation { background: @surface; border-right: 1px solid @line; }
QWidget#statusStrip { background: @surface; border-top: 1px solid @line; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="title"] { color: @text; }
QLabel[role="warning"] { color: @warning; }
QLabel[role="critical"] { color: @critical; }
QFrame[role="card"] { background: @surface; border: 1px solid @line; border-radius: 8px; }

QPushButton, QToolButton {
  background: @raised; color: @text; border: 1px solid @line; border-radius: 6px; padding: 5px 10px; min-height: 18px;
}
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @pressed; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @faint; }
QToolButton:checked { background: @selection; border-color: @accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[role="menu"] { padding-right: 8px; }
QPushButton[role="primary"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[role="primary"]:hover { background: @accentHover; }
QPushButton[role="primary"]:disabled { background: @line; color: @faint; border-color: @line; }
QDialog { background: @surface; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDialogButtonBox QPushButton { min-width: 64px; }
QDialogButtonBox QPushButton:default { background: @accent; color: @onAccent; border-color: @accent; }
QDialogButtonBox QPushButton:default:hover { background: @accentHover; }
QPushButton[role="ghost"], QToolButton[role="ghost"] {
  background: transparent; border-color: transparent; padding: 4px;
}
QPushButton[role="ghost"]:hover, QToolButton[role="ghost"]:hover { background: @hover; }
QPushButton[role="ghost"]:focus, QToolButton[role="ghost"]:focus { border-color: @accent; }

QToolButton[role="keys"] {
  background: transparent; color: @muted; padding: 2px 6px; min-height: 14px; border-radius: 4px;
}

QToolButton[role="nav"] {
  background: transparent; border: 1px solid transparent; border-left: 2px solid transparent; border-radius: 6px;
  padding: 7px 8px; text-align: left; color: @muted;
}
QToolButton[role="nav"]:hover { background: @hover; }
QToolButton[role="nav"]:checked { background: @selection; color: @text; border-left: 2px solid @accent; }
QToolButton[role="nav"]:focus { border-color: @accent; }
QToolButton[role="nav"]:checked:focus { border-color: @accent; }

QTabBar { background: transparent; }
QTabBar::tab {
  background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent; padding: 6px 2px;
  margin-right: 20px;
}
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @text; }

QMenu { background: @raised; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selection; color: @text; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 6px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox {
  background: @field; color: @text; border: 1px solid @line; border-radius: 6px; padding: 5px 8px;
  selection-background-color: @accent; selection-color: @onAccent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit[role="wrong"], QLineEdit[role="wrong"]:focus { border-color: @critical; }
QLineEdit, QSpinBox, QComboBox { min-height: 18px; }
QLineEdit QToolButton { min-height: 0px; padding: 0px; border: none; background: transparent; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @line; }

QFrame#rangePicker { background: @raised; border: 1px solid @line; }
QFrame#divider { background: @line; border: none; }
QFrame#rangePicker QListView::item { padding: 5px 8px; border-radius: 4px; color: @text; }
QFrame#rangePicker QListView::item:hover { background: @hover; }
QFrame#rangePicker QListView::item:selected { background: @selection; color: @text; }

QFrame#choicePopup { background: @raised; border: 1px solid @line; }
QFrame#choicePopup QListView::item { padding: 4px 8px; border-radius: 4px; color: @text; }
QFrame#choicePopup QListView::item:hover { background: @hover; }
QFrame#choicePopup QListView::item:selected { background: @selection; color: @text; }

QComboBox::drop-down { border: none; background: transparent; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/chevron-down-grey.svg); width: 16px; height: 16px; }
QCheckBox { background: transparent; spacing: 6px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @faint; border-radius: 3px; background: @field; }
QCheckBox::indicator:checked { image: url(:/icons/check-blue.svg); border-color: @accent; }
QCheckBox:focus { color: @accent; }
QRadioButton { background: transparent; spacing: 6px; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid @faint; border-radius: 7px; background: @field; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 4px solid @accent; }
QRadioButton:focus { color: @accent; }

QListView, QTreeView, QTableView { background: transparent; border: none; outline: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @thumb; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
)css";

}  // namespace

QString styleSheetFor(const ThemeTokens& t) {
  const QMap<QString, QColor> colours = {
      {QStringLiteral("accentHover"), blend(t.accent, t.dark ? t.text : t.background, 0.14)},
      {QStringLiteral("background"), t.background},
      {QStringLiteral("selection"), t.selection},
      {QStringLiteral("onAccent"), t.onAccent},
      {QStringLiteral("critical"), t.critical},
      {QStringLiteral("surface"), t.surface},
      {QStringLiteral("warning"), t.warning},
      {QStringLiteral("pressed"), blend(t.raised, t.text, t.dark ? 0.12 : 0.09)},
      {QStringLiteral("raised"), t.raised},
      {QStringLiteral("accent"), t.accent},
      {QStringLiteral("hover"), blend(t.raised, t.text, t.dark ? 0.07 : 0.05)},
      {QStringLiteral("muted"), t.muted},
      {QStringLiteral("faint"), blend(t.surface, t.muted, 0.6)},
      {QStringLiteral("field"), t.dark ? t.background : t.background},
      {QStringLiteral("thumb"), blend(t.background, t.muted, 0.35)},
      {QStringLiteral("text"), t.text},
      {QStringLiteral("line"), t.line},
  };
  QStringList names = colours.keys();
  std::sort(names.begin(), names.end(), [](const QString& a, const QString& b) { return a.size() > b.size(); });
  QString sheet = QString::fromUtf8(kTemplate);
  for (const QString& name : names) sheet.replace(QLatin1Char('@') + name, colours.value(name).name());
  return sheet;
}

}  // namespace vigie::console
