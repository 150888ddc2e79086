#pragma once

#include "widgets/export/figurepage.h"

#include <QByteArray>
#include <QImage>
#include <QString>

namespace headwaters {

// One function a format, each from a value to the bytes of a file. All are the same on every run: dates come
// from fileDate(), and nothing depends on the time zone or on the seed of hashes.

/// Vector paths and text, fonts embedded, images without loss. Title, caption and provenance stand in the
/// document information and as XMP.
[[nodiscard]] QByteArray toPdf(const FigurePage& page);
/// Text as `<text>`, maps as cells (large ones as images of one pixel per cell), title as `<title>`, caption
/// and provenance as `<desc>`.
[[nodiscard]] QByteArray toSvg(const FigurePage& page);
/// At the resolution of the options, which the file names; title, caption and provenance as text chunks.
[[nodiscard]] QByteArray toPng(const FigurePage& page);
/// The page as an image at the resolution of the options. \throws Error (failure) where memory is too short.
[[nodiscard]] QImage toImage(const FigurePage& page);
/// Title, caption, provenance, the table and the tensors: `{"name", "shape", "values"}`, values row-major,
/// infinite ones as strings.
[[nodiscard]] QByteArray toJson(const Figure& figure, const FigureOptions& options);

/// The figure's caption, or what the person wrote instead.
[[nodiscard]] QString captionOf(const Figure& figure, const FigureOptions& options);
/// Caption and provenance as the text that goes inside files, shown on the page or not.
[[nodiscard]] QString description(const Figure& figure, const FigureOptions& options);
/// `Headwaters 0.1.0`
[[nodiscard]] QString creator();

} // namespace headwaters
