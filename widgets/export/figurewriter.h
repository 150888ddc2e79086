#pragma once

#include "widgets/export/figure.h"
#include "widgets/export/figureoptions.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters {

/// `PDF`, `SVG`, ...
[[nodiscard]] QString formatName(FigureFormat format);
/// `pdf`, `svg`, ...: the ending of a file, without the dot.
[[nodiscard]] QString formatEnding(FigureFormat format);
/// CSV, NPZ, JSON, and those that only this figure has.
[[nodiscard]] std::vector<FigureFormat> dataFormatsOf(const Figure& figure);
/// Those for a file dialog: `Table (*.csv);;NumPy arrays (*.npz);;JSON (*.json)`.
[[nodiscard]] QString dataFileFilter(const Figure& figure);
/// The format that a file's ending names, capitals or not. \throws Error (bad input) that lists the endings.
[[nodiscard]] FigureFormat formatOfFile(const QString& path);

/// Writes a figure as what the ending of `path` says, all or nothing; two runs give the same bytes.
///
/// Provenance goes with it: as visible lines and as metadata in PDF (information and XMP), SVG (`<desc>`) and
/// PNG (text chunks), as an object in JSON, as the comment of the zip archive in NPZ (numpy.load passes over
/// it). CSV is the bare table, since the format has no place for anything else. \throws Error: bad input for
/// an unknown ending or one that the figure does not offer, failure where the file cannot be written.
void writeFigure(const Figure& figure, const FigureOptions& options, const QString& path);

/// Writes the drawing to `path` and its data beside it, under the same name with their own endings. Returns
/// the files written, the drawing first. \throws Error as above; files written before the failure are whole.
QStringList saveFigure(
    const Figure& figure, const FigureOptions& options, const QString& path,
    const std::vector<FigureFormat>& data);

} // namespace headwaters
