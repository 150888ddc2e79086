#include "widgets/theme/stylesheet.h"

#include <utility>

namespace headwaters {

namespace {

// @name is replaced by the colour of that role.
constexpr const char* rules = R"(
QAbstractScrollArea { border: none; }
QPushButton { background: @panel; color: @text; border: 1px solid @lineStrong; border-radius: 5px;
    padding: 0 10px; min-height: 24px; font-weight: 500; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @accentWeak; border-color: @accent; }
QPushButton:disabled { background: transparent; color: @text3; border-color: @line; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[kind="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:pressed { background: @accent; border-color: @text; }
QPushButton[kind="primary"]:disabled { background: transparent; color: @text3; border-color: @line; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: @text2; }
QPushButton[kind="quiet"]:hover { background: @hover; color: @text; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked { background: @accentWeak;
    border-color: @accent; color: @text; }
QPushButton[kind="quiet"]:disabled { background: transparent; border-color: transparent; color: @text3; }
QPushButton[kind="danger"] { color: @danger; }
QPushButton[kind="danger"]:disabled { color: @text3; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 0; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @accentWeak; border-color: @accent; }
QToolButton:checked { background: @accentWeak; }
QToolButton::menu-indicator { image: none; width: 0; }
QLineEdit, QPlainTextEdit, QTextEdit { background: @panel; color: @text; border: 1px solid @lineStrong;
    border-radius: 5px; padding: 0 6px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit { min-height: 24px; }
QPlainTextEdit, QTextEdit { padding: 4px 5px; }
QTextBrowser { border: none; border-radius: 0; padding: 0; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled { color: @text3; border-color: @line; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; background: transparent; min-height: 0; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @lineStrong; padding: 2px; outline: none; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; }
QTabBar { background: @window; }
QTabBar::tab { background: transparent; color: @text2; border: none; border-bottom: 2px solid transparent;
    padding: 2px 10px 0 10px; min-height: 32px; font-family: Inter, "DejaVu Sans"; font-size: 12px;
    font-weight: 500; }
QTabBar::tab:hover { background: @hover; color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; font-weight: 600; }
QTabBar::tab:disabled { color: @text3; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section { background: @panel; color: @text3; border: none; border-bottom: 1px solid @line;
    padding: 0 6px; font-size: 11px; }
QTableView, QTreeView, QListView { background: @panel; border: none; gridline-color: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: @line; border: 2px solid @panel; border-radius: 6px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @lineStrong; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenuBar, QMenu { font-family: Inter, "DejaVu Sans"; font-size: 12px; }
QMenuBar { background: @window; color: @text2; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @hover; color: @text; }
QMenu { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 24px; border-radius: 4px; }
QMenu::item:selected { background: @accentWeak; color: @text; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::icon { padding-left: 4px; }
QToolTip { background: @tooltip; color: @onTooltip; border: none; padding: 6px 8px; }
)";

} // namespace

QPalette applicationPalette(const Colours& colours)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::AlternateBase, colours.window);
    palette.setColor(QPalette::Base, colours.panel);
    palette.setColor(QPalette::Button, colours.panel);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.text3);
    palette.setColor(QPalette::Highlight, colours.accentWeak);
    palette.setColor(QPalette::HighlightedText, colours.text);
    palette.setColor(QPalette::Link, colours.accent);
    palette.setColor(QPalette::LinkVisited, colours.accent);
    palette.setColor(QPalette::Light, colours.panel);
    palette.setColor(QPalette::Midlight, colours.sunken);
    palette.setColor(QPalette::Mid, colours.line);
    palette.setColor(QPalette::Dark, colours.lineStrong);
    palette.setColor(QPalette::Shadow, colours.lineStrong);
    palette.setColor(QPalette::ToolTipBase, colours.tooltip);
    palette.setColor(QPalette::ToolTipText, colours.onTooltip);
    palette.setColor(QPalette::BrightText, colours.danger);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colours.text3);
    return palette;
}

QString styleSheet(const Colours& colours)
{
    // Longer names first: @text2 must not be read as @text followed by 2.
    const std::pair<const char*, QColor> values[] = {
        {"@accentHover", colours.accentHover},
        {"@accentWeak", colours.accentWeak},
        {"@accent", colours.accent},
        {"@danger", colours.danger},
        {"@hover", colours.hover},
        {"@lineStrong", colours.lineStrong},
        {"@line", colours.line},
        {"@onAccent", colours.onAccent},
        {"@onTooltip", colours.onTooltip},
        {"@panel", colours.panel},
        {"@text2", colours.text2},
        {"@text3", colours.text3},
        {"@text", colours.text},
        {"@tooltip", colours.tooltip},
        {"@window", colours.window},
    };
    QString sheet = QString::fromLatin1(rules);
    for (const auto& [name, colour] : values)
        sheet.replace(QLatin1String(name), colour.name());
    return sheet;
}

} // namespace headwaters
