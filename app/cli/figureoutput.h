#pragma once

#include "app/cli/arguments.h"
#include "core/engine/session/runner.h"
#include "widgets/export/figure.h"
#include "widgets/export/figureoptions.h"

#include <QCommandLineOption>
#include <QList>

namespace headwaters {

/// The options of a verb whose result is a figure: --out, --json, --theme, --colours, --page. `json` says
/// what
/// --json prints; empty: the figure's data.
[[nodiscard]] QList<QCommandLineOption> figureOptions(const QString& json = {});

/// Checks --out, --theme and the like before any long work: an ending that is known, a place that can be
/// written, or at least --json. \throws Error.
void checkFigureOptions(const Arguments& arguments);

/// Writes the figure to --out in the format of its ending, without --page on a page of the width `otherwise`.
void writeFigureTo(
    const Arguments& arguments, const Figure& figure, PageWidth otherwise = PageWidth::OneColumn);

/// Writes the figure to --out in the format of its ending, and with --json its data to standard output.
void deliverFigure(const Arguments& arguments, const Figure& figure);

/// What is known of the open model, the hash of its weights included, so that a figure names them.
[[nodiscard]] ModelInfo hashedInfo(const Runner& runner);

} // namespace headwaters
