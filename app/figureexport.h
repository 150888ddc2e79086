#pragma once

#include "core/base/error.h"
#include "widgets/common/runmodel.h"
#include "widgets/compare/comparison.h"
#include "widgets/export/figure.h"
#include "widgets/theme/theme.h"

#include <QObject>
#include <QString>

#include <memory>

class QWidget;

namespace headwaters {

class ViewArea;

/// What a person does with the figure of the view in front: set it on paper, keep its numbers, paste it
/// elsewhere.
class FigureExport : public QObject {
    Q_OBJECT

public:
    FigureExport(const Theme& theme, const RunModel& model, const ViewArea& views, QWidget* window);

    /// Lets B, too, be ready before a figure of it is made.
    void setComparison(const Comparison& comparison) { m_comparison = &comparison; }
    /// Why the view in front cannot be exported now; empty where it can.
    [[nodiscard]] QString blockedReason() const;
    /// Opens the export dialog; it deletes itself when closed.
    void exportFigure();
    /// Asks for a file and writes the numbers of the figure to it.
    void exportData();
    /// Puts the drawing on the clipboard as an image, and its table as text.
    void copy();

Q_SIGNALS:
    void problemOccurred(const headwaters::Problem& problem);

private:
    /// What stands in the way on B's side.
    [[nodiscard]] QString blockedByB() const;
    /// Null where `blockedReason` says why.
    [[nodiscard]] std::unique_ptr<Figure> figure() const;

    const Theme& m_theme;
    const RunModel& m_model;
    const ViewArea& m_views;
    const Comparison* m_comparison = nullptr;
    QWidget* m_window;
    QString m_folder; ///< where the last file went
};

} // namespace headwaters
