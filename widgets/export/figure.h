#pragma once

#include "core/base/provenance.h"
#include "core/files/writing.h"
#include "core/results/namedtensor.h"
#include "widgets/theme/colours.h"

#include <QByteArray>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>

#include <memory>
#include <vector>

namespace headwaters {

/// How a figure is drawn, apart from where: the same for the screen and for paper.
struct FigureStyle {
    Palette palette;
    QFont words; ///< running text, in pixels; smaller text is derived from it, at least 0.9 of it
    QFont mono; ///< tokens and numbers, same base size
    bool legend = true;
};

/// The numbers of a figure, as they are written beside it.
struct FigureData {
    std::vector<NamedTensor> tensors; ///< for NPZ and JSON
    CsvTable table; ///< for CSV: one row per shown thing
};

/// The kinds of file a figure can be written as: three drawings, three kinds of data that every figure has,
/// and two that only some have.
enum class FigureFormat { Pdf, Svg, Png, Csv, Npz, Json, Graphml, Html };

/// One view as a value: what is shown, detached from any widget, so that the same drawing serves the screen,
/// the preview, the file and the command line. A figure never changes.
class Figure {
public:
    virtual ~Figure() = default;

    /// `L5H1 · attention · after softmax`
    [[nodiscard]] virtual QString title() const = 0;
    /// One to three sentences that say what rows, columns and colours mean, with the numbers of this figure.
    [[nodiscard]] virtual QString caption() const = 0;
    [[nodiscard]] virtual Provenance provenance() const = 0;
    /// A file name without ending: `L5H1-pattern`.
    [[nodiscard]] virtual QString fileStem() const = 0;
    /// Height in the painter's units for a given width.
    [[nodiscard]] virtual double heightForWidth(double width, const FigureStyle& style) const = 0;
    /// Draws into `area`: vector paths and text; maps as one unsmoothed image with one pixel per cell.
    virtual void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const = 0;
    /// What the figure shows, filters included.
    [[nodiscard]] virtual FigureData data() const = 0;
    /// Kinds of data beside CSV, NPZ and JSON.
    [[nodiscard]] virtual std::vector<FigureFormat> moreFormats() const { return {}; }
    /// The bytes of one of them. \throws Error (bad input) for any other format.
    [[nodiscard]] virtual QByteArray bytesAs(FigureFormat format) const;
};

} // namespace headwaters
