#include "tests/widgets/support/gallery.h"
#include "tests/support/testing.h"
#include "widgets/common/badge.h"
#include "widgets/common/determinatebar.h"
#include "widgets/common/dockheader.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/keyvaluerows.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/tokenchip.h"
#include "widgets/common/viewheader.h"
#include "widgets/theme/keyboardfocus.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QVBoxLayout>

using namespace headwaters;

namespace {

// Every state of the chip beside each other, and a row on a map's colours.
class Chips : public QWidget {
public:
    explicit Chips(const Theme& theme) : m_theme(theme) { setFixedHeight(48); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        using State = TokenChip::State;
        QPainter painter(this);
        const QString mary = QString::fromUtf8("·Mary");
        QVector<TokenChip> chips{
            {mary},
            {mary, State::Hovered},
            {mary, State::Preview},
            {mary, State::Locked},
            {QStringLiteral("bos"), State::Plain, true, true},
            {QStringLiteral("\\xE2")},
            {QStringLiteral("!=->")}};
        double x = 0;
        for (const TokenChip& chip : chips) {
            paintTokenChip(painter, {x, 0, tokenChipWidth(chip), 20}, chip, m_theme.colours());
            x += tokenChipWidth(chip) + 4;
        }
        x = 0;
        for (int step = 0; step <= 8; ++step) {
            TokenChip chip{mary};
            chip.ground = m_theme.palette().sequential.at(step / 8.0);
            paintTokenChip(painter, {x, 24, tokenChipWidth(chip), 20}, chip, m_theme.colours());
            x += tokenChipWidth(chip) + 4;
        }
    }

private:
    const Theme& m_theme;
};

QWidget* buttons(const Theme& theme)
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 4, 0, 4);
    const auto add = [&](const QString& text, const char* kind, bool enabled = true) {
        auto* button = new QPushButton(text);
        if (kind)
            button->setProperty("kind", QLatin1String(kind));
        button->setEnabled(enabled);
        row->addWidget(button);
        return button;
    };
    add(QStringLiteral("Measure"), nullptr);
    add(QStringLiteral("Run"), "primary")->setIcon(theme.icon(QStringLiteral("run"), &Colours::onAccent));
    add(QStringLiteral("Export"), "quiet")->setIcon(theme.icon(QStringLiteral("export")));
    add(QStringLiteral("Stop"), "danger");
    add(QStringLiteral("Measure"), nullptr, false);
    auto* on = add(QStringLiteral("Remove"), nullptr);
    on->setCheckable(true);
    on->setChecked(true);
    row->addWidget(new IconButton(theme, QStringLiteral("table"), QStringLiteral("Table")));
    auto* iconOn = new IconButton(theme, QStringLiteral("table"), QStringLiteral("Table"));
    iconOn->setCheckable(true);
    iconOn->setChecked(true);
    row->addWidget(iconOn);
    row->addStretch(1);
    return box;
}

QWidget* fields()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 4, 0, 4);
    auto* combo = new QComboBox;
    combo->addItems({QStringLiteral("viridis"), QStringLiteral("cividis")});
    row->addWidget(combo);
    row->addWidget(new QLineEdit(QStringLiteral("a line")));
    row->addWidget(new QSpinBox);
    auto* check = new QCheckBox(QStringLiteral("on"));
    check->setChecked(true);
    row->addWidget(check);
    row->addWidget(new QCheckBox(QStringLiteral("off")));
    auto* radio = new QRadioButton(QStringLiteral("one"));
    radio->setChecked(true);
    row->addWidget(radio);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(46);
    row->addWidget(slider);
    auto* off = new QSlider(Qt::Horizontal);
    off->setEnabled(false);
    row->addWidget(off);
    return box;
}

QWidget* badges(const Theme& theme)
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 4, 0, 4);
    for (const Origin origin : {Origin::Measured, Origin::Derived, Origin::Stored, Origin::Schematic}) {
        auto* badge = new Badge(theme);
        badge->setOrigin(origin);
        row->addWidget(badge);
    }
    auto* stale = new Badge(theme);
    stale->setStaleRun(41);
    row->addWidget(stale);
    row->addStretch(1);
    return box;
}

QWidget* segments(const Theme& theme)
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 4, 0, 4);
    auto* quantity = new SegmentedControl(theme, QStringLiteral("Quantity"));
    for (const char* name : {"Pattern", "Score", "Value-weighted", "Effect"})
        quantity->addSegment(QLatin1String(name));
    row->addWidget(quantity);
    auto* narrow = new SegmentedControl(theme, QStringLiteral("Narrow"));
    narrow->addSegment(QStringLiteral("Renormalised"));
    narrow->addSegment(QStringLiteral("Value-weighted"));
    narrow->setMaximumWidth(110);
    row->addWidget(narrow);
    row->addStretch(1);
    return box;
}

QWidget* rows(const Theme& theme)
{
    auto* rows = new KeyValueRows(theme);
    rows->setRows({
        {{{QStringLiteral("attention")},
          {QString::fromUtf8("·to"), true},
          {QString::fromUtf8("→")},
          {QString::fromUtf8("·Mary"), true}},
         QStringLiteral("0.997")},
        {{{QStringLiteral("score before softmax")}}, QStringLiteral("5.34")},
        {{{QStringLiteral("writes to Mary minus John")}}, QStringLiteral("+2.09"), &Colours::pos},
        {{{QString::fromUtf8("·John"), true}},
         QString::fromUtf8("−2.42"),
         &Colours::neg,
         ValueRow::Bar{-0.8, true}},
        {{{QString::fromUtf8("·Mary"), true}},
         QStringLiteral("+2.09"),
         &Colours::pos,
         ValueRow::Bar{0.5, true}},
        {{{QString::fromUtf8("·Mary"), true}, {QStringLiteral("a label that is far too long for it")}},
         QStringLiteral("0.54"),
         &Colours::text,
         ValueRow::Bar{0.54}},
    });
    return rows;
}

QWidget* gallery(const Theme& theme)
{
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 12, 12, 12);
    auto* header = new ViewHeader(theme);
    header->setTitle(QString::fromUtf8("L5H5 · attention · after softmax"));
    header->setLocked(true);
    header->addButton(QStringLiteral("zoom-out"), QStringLiteral("Zoom out"), Qt::Key_Minus);
    header->addButton(QStringLiteral("zoom-in"), QStringLiteral("Zoom in"), Qt::Key_Plus);
    header->controls()->addWidget(segments(theme));
    column->addWidget(header);
    auto* dock = new DockHeader(theme, QStringLiteral("Inspector"));
    dock->addButton(QStringLiteral("copy"), QStringLiteral("Copy"));
    column->addWidget(dock);
    auto* error = new ErrorBar(theme);
    error->setAction(QStringLiteral("Open folder…"));
    error->setProblem(
        {Problem::Kind::Failed,
         QStringLiteral("model.safetensors: the header says 4,096 bytes and the file has 512."),
         {}});
    column->addWidget(error);
    column->addWidget(buttons(theme));
    column->addWidget(fields());
    column->addWidget(badges(theme));
    column->addWidget(new Chips(theme));
    auto* bar = new DeterminateBar(theme);
    bar->setProgress(62, 100);
    column->addWidget(bar);
    auto* lower = new QHBoxLayout;
    auto* left = rows(theme);
    left->setFixedWidth(264);
    lower->addWidget(left, 0, Qt::AlignTop);
    auto* state = new StatePanel(theme);
    state->setMessage(
        {QStringLiteral("error"),
         QStringLiteral("This run was not finished"),
         QStringLiteral(
             "The prompt has 300 tokens and the model takes 256. Shorten the prompt, or open a model "
             "with a longer context."),
         QStringLiteral("Run again"),
         QStringLiteral("run"),
         {},
         QStringLiteral("details")});
    lower->addWidget(state, 1);
    column->addLayout(lower);
    auto* edit = new QPlainTextEdit(QStringLiteral("When Mary and John went to the store"));
    edit->setMaximumHeight(60);
    column->addWidget(edit);
    auto* tabs = new QTabBar;
    tabs->addTab(theme.icon(QStringLiteral("atlas")), QStringLiteral("Atlas"));
    tabs->addTab(theme.icon(QStringLiteral("head")), QStringLiteral("Head"));
    tabs->setDrawBase(false);
    tabs->setExpanding(false);
    column->addWidget(tabs);
    return page;
}

} // namespace

TEST_CASE("the gallery of common controls draws in both themes")
{
    for (const bool dark : {false, true}) {
        Dressed dressed(dark);
        const std::unique_ptr<QWidget> page(gallery(dressed.theme));
        const QImage picture = pictureOf(*page, {760, 700}, dark ? "gallery-dark" : "gallery-light");
        CHECK(picture.pixelColor(2, 2) == dressed.theme.colours().panel);
    }
}
