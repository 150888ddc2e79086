#include "widgets/export/exportform.h"

#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/textlabel.h"
#include "widgets/export/figurepage.h"
#include "widgets/theme/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <array>
#include <cmath>

namespace headwaters {

namespace {

constexpr int padding = 16;
constexpr int labelWidth = 84;
constexpr int fieldWidth = 84;
constexpr int captionHeight = 68;
constexpr std::size_t boxesInRow = 3;

constexpr std::array drawings{FigureFormat::Pdf, FigureFormat::Svg, FigureFormat::Png};

enum Look { Light, Dark, AsShown };

// 7.3, 8: no zero that says nothing.
QString shortNumber(double value)
{
    return QString::number(std::round(10 * value) / 10);
}

// `8 pt` and `8.5 pt`.
class PointsBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override { return locale().toString(value, 'g', 3); }
};

} // namespace

ExportForm::ExportForm(const Theme& theme, const Figure& figure, QWidget* parent)
    : QWidget(parent),
      m_theme(theme)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(padding, 12, padding, 12);
    column->setSpacing(metrics::gap);
    column->addWidget(heading(tr("Figure")));
    addSizeRows(column);
    addLookRows(column);
    addCaption(column, figure.caption());
    addData(column, figure);
    column->addStretch();
    connect(&theme, &Theme::changed, this, [this] {
        refreshNoteIcon();
        if (m_look->current() == AsShown)
            Q_EMIT changed();
    });
    refreshNoteIcon();
}

TextLabel* ExportForm::heading(const QString& text)
{
    auto* label = new TextLabel(m_theme, Theme::font(TextStyle::Caption, 600), &Colours::text2, this);
    label->setText(text);
    return label;
}

TextLabel* ExportForm::remark()
{
    auto* label = new TextLabel(m_theme, Theme::font(TextStyle::Caption), &Colours::text3, this);
    label->setWordWrap(false);
    return label;
}

QWidget* ExportForm::row(const QString& label, const std::vector<QWidget*>& controls)
{
    auto* box = new QWidget(this);
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(12);
    auto* name = new TextLabel(m_theme, Theme::font(TextStyle::Label), &Colours::text2, box);
    name->setText(label);
    name->setFixedWidth(labelWidth);
    line->addWidget(name);
    for (QWidget* control : controls)
        line->addWidget(control);
    line->addStretch();
    box->setMinimumHeight(metrics::control);
    return box;
}

void ExportForm::addSizeRows(QVBoxLayout* column)
{
    m_format = new SegmentedControl(m_theme, tr("Format"), this);
    for (const FigureFormat format : drawings)
        m_format->addSegment(formatName(format));
    m_dpi = new QSpinBox(this);
    m_dpi->setRange(96, 600);
    m_dpi->setSingleStep(50);
    m_dpi->setValue(FigureOptions().dpi);
    m_dpi->setSuffix(tr(" dpi"));
    m_dpi->setFixedWidth(96);
    m_dpi->setAccessibleName(tr("Resolution"));
    m_dpi->hide();
    column->addWidget(row(tr("Format"), {m_format, m_dpi}));

    m_width = new SegmentedControl(m_theme, tr("Width"), this);
    m_width->addSegment(tr("One column"), tr("85 mm"));
    m_width->addSegment(tr("Two columns"), tr("176 mm"));
    m_width->addSegment(tr("Slide"), tr("254 × 143 mm, 16:9"));
    m_millimetres = new QSpinBox(this);
    m_millimetres->setRange(40, 500);
    m_millimetres->setSuffix(tr(" mm"));
    m_millimetres->setFixedWidth(fieldWidth);
    m_millimetres->setAccessibleName(tr("Width"));
    m_height = remark();
    column->addWidget(row(tr("Width"), {m_width}));
    column->addWidget(row({}, {m_millimetres, m_height}));

    m_points = new PointsBox(this);
    m_points->setRange(5, 32);
    m_points->setDecimals(1);
    m_points->setSingleStep(0.5);
    m_points->setSuffix(tr(" pt"));
    m_points->setFixedWidth(fieldWidth);
    m_points->setAccessibleName(tr("Font size"));
    m_smallest = remark();
    column->addWidget(row(tr("Font size"), {m_points, m_smallest}));
    choosePage(PageWidth::OneColumn);

    connect(m_format, &SegmentedControl::chosen, this, [this] {
        m_dpi->setVisible(format() == FigureFormat::Png);
        Q_EMIT changed();
    });
    connect(m_width, &SegmentedControl::chosen, this, [this](int index) {
        choosePage(static_cast<PageWidth>(index));
        Q_EMIT changed();
    });
    connect(m_dpi, &QSpinBox::valueChanged, this, &ExportForm::changed);
    connect(m_millimetres, &QSpinBox::valueChanged, this, &ExportForm::changed);
    connect(m_points, &QDoubleSpinBox::valueChanged, this, &ExportForm::changed);
}

void ExportForm::addLookRows(QVBoxLayout* column)
{
    m_look = new SegmentedControl(m_theme, tr("Theme"), this);
    m_look->addSegment(tr("Light"));
    m_look->addSegment(tr("Dark"));
    m_look->addSegment(tr("As shown"), tr("As the window is now"));
    column->addWidget(row(tr("Theme"), {m_look}));

    m_map = new QComboBox(this);
    m_map->addItem(QStringLiteral("viridis"), static_cast<int>(SequentialMap::Viridis));
    m_map->addItem(QStringLiteral("cividis"), static_cast<int>(SequentialMap::Cividis));
    m_map->setCurrentIndex(m_map->findData(static_cast<int>(m_theme.sequentialMap())));
    m_map->setFixedWidth(150);
    m_map->setAccessibleName(tr("Colour map"));
    column->addWidget(row(tr("Map"), {m_map}));

    m_legend = new QCheckBox(tr("Legend"), this);
    m_caption = new QCheckBox(tr("Caption"), this);
    m_provenance = new QCheckBox(tr("Provenance"), this);
    m_provenance->setToolTip(
        tr("Model, hook, settings and version. The prompt stands in the figure without them too."));
    column->addWidget(row(tr("Show"), {m_legend, m_caption, m_provenance}));

    connect(m_look, &SegmentedControl::chosen, this, &ExportForm::changed);
    connect(m_map, &QComboBox::currentIndexChanged, this, &ExportForm::changed);
    for (QCheckBox* box : {m_legend, m_caption, m_provenance}) {
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &ExportForm::changed);
    }
}

void ExportForm::addCaption(QVBoxLayout* column, const QString& caption)
{
    column->addSpacing(metrics::gap);
    column->addWidget(heading(tr("Caption")));
    m_captionText = new QPlainTextEdit(caption, this);
    m_captionText->setFixedHeight(captionHeight);
    m_captionText->setTabChangesFocus(true);
    m_captionText->setAccessibleName(tr("Caption"));
    column->addWidget(m_captionText);
    connect(m_captionText, &QPlainTextEdit::textChanged, this, &ExportForm::changed);
    connect(m_caption, &QCheckBox::toggled, m_captionText, &QWidget::setEnabled);
}

void ExportForm::addData(QVBoxLayout* column, const Figure& figure)
{
    column->addSpacing(metrics::gap);
    column->addWidget(heading(tr("Data of this figure")));
    std::vector<QWidget*> boxes;
    m_dataFormats = dataFormatsOf(figure);
    for (const FigureFormat format : m_dataFormats) {
        m_data.push_back(new QCheckBox(formatName(format), this));
        m_data.back()->setToolTip(
            tr("Saved beside the figure, under the same name with .%1").arg(formatEnding(format)));
        boxes.push_back(m_data.back());
        if (boxes.size() == boxesInRow || format == m_dataFormats.back()) {
            column->addWidget(row(m_data.size() <= boxesInRow ? tr("Also save") : QString(), boxes));
            boxes.clear();
        }
    }

    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    m_noteIcon = new QLabel(this);
    m_noteIcon->setAlignment(Qt::AlignTop);
    m_note = remark();
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignTop);
    line->addWidget(m_noteIcon);
    line->addWidget(m_note, 1);
    column->addLayout(line);
}

// The usual size of type goes with the page: what is read in print is not read from the last row.
void ExportForm::choosePage(PageWidth width)
{
    const FigureOptions preset = defaultOptions(width);
    const QSignalBlocker quietWidth(m_millimetres);
    const QSignalBlocker quietPoints(m_points);
    m_millimetres->setValue(static_cast<int>(preset.millimetres));
    m_points->setValue(preset.points);
}

void ExportForm::refreshNoteIcon()
{
    m_noteIcon->setPixmap(
        m_theme.pixmap(QStringLiteral("info"), metrics::icon, m_theme.colours().text3, devicePixelRatioF()));
}

FigureOptions ExportForm::options() const
{
    FigureOptions options;
    options.width = static_cast<PageWidth>(m_width->current());
    options.millimetres = m_millimetres->value();
    options.points = m_points->value();
    options.dark = m_look->current() == Dark || (m_look->current() == AsShown && m_theme.isDark());
    options.map = static_cast<SequentialMap>(m_map->currentData().toInt());
    options.stages = m_theme.stageSet();
    options.legend = m_legend->isChecked();
    options.caption = m_caption->isChecked();
    options.provenance = m_provenance->isChecked();
    options.captionText = m_captionText->toPlainText();
    options.dpi = m_dpi->value();
    return options;
}

FigureFormat ExportForm::format() const
{
    return drawings.at(static_cast<std::size_t>(m_format->current()));
}

std::vector<FigureFormat> ExportForm::dataFormats() const
{
    std::vector<FigureFormat> formats;
    for (std::size_t i = 0; i < m_data.size(); ++i) {
        if (m_data[i]->isChecked())
            formats.push_back(m_dataFormats[i]);
    }
    return formats;
}

void ExportForm::describe(const FigurePage& page)
{
    const bool slide = page.options().width == PageWidth::Slide;
    const QString height = QString::number(std::lround(page.millimetres().height()));
    m_height->setText(slide ? tr("16:9, height %1 mm").arg(height) : tr("height follows: %1 mm").arg(height));
    m_smallest->setText(tr("smallest text %1 pt").arg(shortNumber(page.smallestText())));
    switch (format()) {
    case FigureFormat::Svg:
        return setNote(tr(
            "Text stays text and can be edited; it is shown in Inter or DejaVu Sans. Maps are cells of one "
            "colour each."));
    case FigureFormat::Png: {
        const QSizeF pixels = page.points() / 72 * page.options().dpi;
        return setNote(
            tr("%1 × %2 pixels.").arg(std::lround(pixels.width())).arg(std::lround(pixels.height())));
    }
    default:
        return setNote(tr("Text stays text and can be searched. A map is one image with a pixel for each "
                          "cell, drawn without "
                          "smoothing."));
    }
}

void ExportForm::setNote(const QString& text)
{
    m_note->setText(text);
}

} // namespace headwaters
