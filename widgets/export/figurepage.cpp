#include "widgets/export/figurepage.h"

#include "widgets/export/figureformats.h"
#include "widgets/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

// In units of the page.
constexpr double margin = 12;
constexpr double titleGap = 8;
constexpr double notesGap = 12;
constexpr double columnGap = 20;
constexpr double paragraphGap = 6;
constexpr int smallSize = 10; // 7.3 points beside 8 points of running text

constexpr double pointsPerMillimetre = 72 / 25.4;

// Text that stays searchable: Inter replaces "−", "(" and others by shapes that have no character of their
// own, so shaping is left to the scripts that need it. Unhinted, so that it is as wide on paper as it was
// measured here.
QFont forPaper(QFont font)
{
    font.setStyleStrategy(
        static_cast<QFont::StyleStrategy>(QFont::PreferNoShaping | QFont::NoSubpixelAntialias));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

FigureOptions defaultOptions(PageWidth width)
{
    FigureOptions options;
    options.width = width;
    switch (width) {
    case PageWidth::OneColumn:
        break;
    case PageWidth::TwoColumns:
        options.millimetres = 176;
        break;
    case PageWidth::Slide:
        options.millimetres = 254;
        options.points = 14;
        break;
    }
    return options;
}

FigurePage::FigurePage(const Figure& figure, const FigureOptions& options)
    : m_figure(figure),
      m_options(options)
{
    m_style.palette = loadPalette(options.dark, options.map, options.stages);
    m_style.words = forPaper(Theme::font(TextStyle::Caption));
    m_style.mono = forPaper(Theme::mono(TextStyle::Caption));
    m_style.words.setPixelSize(baseSize);
    m_style.mono.setPixelSize(baseSize);
    m_style.legend = options.legend;
    m_titleFont = m_style.words;
    m_titleFont.setWeight(QFont::DemiBold);
    m_smallMono = m_style.mono;
    m_smallMono.setPixelSize(smallSize);

    m_points.setWidth(std::max(1.0, std::round(options.millimetres * pointsPerMillimetre)));
    if (options.width == PageWidth::Slide)
        layOutSlide();
    else
        layOutColumn();
}

QSizeF FigurePage::millimetres() const
{
    return m_points / pointsPerMillimetre;
}

double FigurePage::smallestText() const
{
    return smallSize * std::min(1.0, m_layout.notesScale) / unitsPerPoint();
}

FigurePage::Notes FigurePage::notes(double width) const
{
    const Colours& colours = m_style.palette.colours;
    Notes notes;
    const QString caption = captionOf(m_figure, m_options);
    if (m_options.caption && !caption.isEmpty())
        notes.blocks.emplace_back(caption, m_style.words, colours.text, width);

    const Provenance provenance = m_figure.provenance();
    QStringList lines;
    if (m_options.provenance)
        lines = provenance.lines();
    else if (!provenance.prompt.isEmpty())
        lines << QStringLiteral("%1“%2”").arg(
            provenance.other ? QStringLiteral("A: ") : QString(), provenance.prompt);
    if (!m_options.provenance && provenance.other)
        lines << QStringLiteral("B: “%1”").arg(provenance.other->prompt);
    if (!lines.isEmpty() && !notes.blocks.empty())
        notes.lineBefore = notes.blocks.size();
    for (const QString& line : std::as_const(lines))
        notes.blocks.emplace_back(line, m_smallMono, colours.text2, width);

    for (const TextBlock& block : notes.blocks)
        notes.height += block.height();
    if (notes.lineBefore)
        notes.height += 2 * paragraphGap;
    return notes;
}

void FigurePage::layOutColumn()
{
    const double width = std::max(1.0, units().width() - 2 * margin);
    m_title.emplace(m_figure.title(), m_titleFont, m_style.palette.colours.text, width);
    m_notes = notes(width);
    m_layout.title = QRectF(margin, margin, width, m_title->height());
    m_layout.figure =
        QRectF(margin, m_layout.title.bottom() + titleGap, width, m_figure.heightForWidth(width, m_style));
    m_layout.notes = QRectF(margin, m_layout.figure.bottom() + notesGap, width, m_notes.height);
    const double bottom = m_notes.blocks.empty() ? m_layout.figure.bottom() : m_layout.notes.bottom();
    m_points.setHeight(std::ceil((bottom + margin) / unitsPerPoint()));
}

// A slide is full from the start, so the figure takes what the text leaves. A wide figure leaves room below,
// a high one beside it; whichever makes the figure larger is taken.
void FigurePage::layOutSlide()
{
    m_points.setHeight(std::round(m_points.width() * 9 / 16));
    const double width = std::max(1.0, units().width() - 2 * margin);
    m_title.emplace(m_figure.title(), m_titleFont, m_style.palette.colours.text, width);
    const QRectF title(margin, margin, width, m_title->height());
    const double top = title.bottom() + titleGap;
    const QRectF area(margin, top, width, std::max(1.0, units().height() - margin - top));

    const Layout beside = slideWithNotesBeside(area);
    const Layout below = slideWithNotesBelow(area);
    const auto size = [](const Layout& layout) { return layout.figure.width() * layout.figureScale; };
    const bool clash = below.notesScale < beside.notesScale;
    m_layout = size(below) > size(beside) && !clash ? below : beside;
    m_layout.title = title;
    m_notes = notes(m_layout.notes.width() / m_layout.notesScale);
}

FigurePage::Layout FigurePage::slideWithNotesBeside(const QRectF& area) const
{
    const double notesWidth = std::round(0.34 * area.width()); // at least; a narrow figure leaves more
    Layout layout;
    fitFigure(layout, area.adjusted(0, 0, -notesWidth - columnGap, 0));
    const double figureRight = layout.figure.left() + layout.figure.width() * layout.figureScale;
    fitNotes(layout, area.adjusted(figureRight + columnGap - area.left(), 0, 0, 0));
    return layout;
}

FigurePage::Layout FigurePage::slideWithNotesBelow(const QRectF& area) const
{
    Layout layout;
    const double height = std::min(notes(area.width()).height, 0.4 * area.height());
    fitNotes(layout, QRectF(area.left(), area.bottom() - height, area.width(), height));
    fitFigure(layout, area.adjusted(0, 0, 0, -height - notesGap));
    return layout;
}

void FigurePage::fitFigure(Layout& layout, const QRectF& area) const
{
    double width = area.width();
    if (m_figure.heightForWidth(width, m_style) > area.height()) {
        // The height grows with the width, though not in proportion: labels keep their size.
        double fits = 0.25 * area.width();
        double tooWide = width;
        for (int step = 0; step < 16; ++step) {
            const double middle = (fits + tooWide) / 2;
            (m_figure.heightForWidth(middle, m_style) > area.height() ? tooWide : fits) = middle;
        }
        width = fits;
    }
    const double height = m_figure.heightForWidth(width, m_style);
    layout.figureScale = std::min(1.0, area.height() / height);
    layout.figure = QRectF(area.topLeft(), QSizeF(width, height));
}

void FigurePage::fitNotes(Layout& layout, const QRectF& area) const
{
    layout.notes = area;
    double fits = 0;
    double tooLarge = 1;
    if (notes(area.width()).height <= area.height())
        return;
    // A prompt of a thousand words on a slide: all of it stands there, smaller.
    for (int step = 0; step < 12; ++step) {
        const double scale = (fits + tooLarge) / 2;
        (notes(area.width() / scale).height * scale > area.height() ? tooLarge : fits) = scale;
    }
    layout.notesScale = std::max(fits, 1e-3);
}

void FigurePage::paint(QPainter& painter) const
{
    const Colours& colours = m_style.palette.colours;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.fillRect(QRectF(QPointF(), units()), colours.panel);
    m_title->paint(painter, m_layout.title.topLeft());

    painter.save();
    painter.translate(m_layout.figure.topLeft());
    painter.scale(m_layout.figureScale, m_layout.figureScale);
    m_figure.paint(painter, QRectF(QPointF(), m_layout.figure.size()), m_style);
    painter.restore();

    painter.translate(m_layout.notes.topLeft());
    painter.scale(m_layout.notesScale, m_layout.notesScale);
    double y = 0;
    for (std::size_t i = 0; i < m_notes.blocks.size(); ++i) {
        if (m_notes.lineBefore == i) {
            painter.setPen(QPen(colours.line, 1));
            painter.drawLine(
                QPointF(0, y + paragraphGap),
                QPointF(m_layout.notes.width() / m_layout.notesScale, y + paragraphGap));
            y += 2 * paragraphGap;
        }
        m_notes.blocks[i].paint(painter, {0, y});
        y += m_notes.blocks[i].height();
    }
    painter.restore();
}

void FigurePage::paint(QPainter& painter, const QRectF& target) const
{
    painter.save();
    painter.translate(target.topLeft());
    painter.scale(target.width() / units().width(), target.height() / units().height());
    paint(painter);
    painter.restore();
}

} // namespace headwaters
