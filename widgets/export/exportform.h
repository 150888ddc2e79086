#pragma once

#include "widgets/export/figureoptions.h"
#include "widgets/export/figurewriter.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPlainTextEdit;
class QSpinBox;
class QVBoxLayout;

namespace headwaters {

class FigurePage;
class SegmentedControl;
class TextLabel;

/// What can be chosen about an export: format, size, type, theme, what is shown, caption, data files.
class ExportForm : public QWidget {
    Q_OBJECT

public:
    /// The caption editor begins with the figure's caption.
    ExportForm(const Theme& theme, const Figure& figure, QWidget* parent = nullptr);

    [[nodiscard]] FigureOptions options() const;
    [[nodiscard]] FigureFormat format() const; ///< PDF, SVG or PNG
    [[nodiscard]] std::vector<FigureFormat> dataFormats() const;

    /// Says what came of the choices: height, smallest text, pixels.
    void describe(const FigurePage& page);
    /// The line at the bottom, until the next choice.
    void setNote(const QString& text);

Q_SIGNALS:
    void changed();

private:
    QWidget* row(const QString& label, const std::vector<QWidget*>& controls);
    void addSizeRows(QVBoxLayout* column);
    void addLookRows(QVBoxLayout* column);
    void addCaption(QVBoxLayout* column, const QString& caption);
    void addData(QVBoxLayout* column, const Figure& figure);
    TextLabel* heading(const QString& text);
    TextLabel* remark();
    void choosePage(PageWidth width);
    void refreshNoteIcon();

    const Theme& m_theme;
    SegmentedControl* m_format = nullptr;
    QSpinBox* m_dpi = nullptr;
    SegmentedControl* m_width = nullptr;
    QSpinBox* m_millimetres = nullptr;
    TextLabel* m_height = nullptr;
    QDoubleSpinBox* m_points = nullptr;
    TextLabel* m_smallest = nullptr;
    SegmentedControl* m_look = nullptr;
    QComboBox* m_map = nullptr;
    QCheckBox* m_legend = nullptr;
    QCheckBox* m_caption = nullptr;
    QCheckBox* m_provenance = nullptr;
    QPlainTextEdit* m_captionText = nullptr;
    std::vector<FigureFormat> m_dataFormats;
    std::vector<QCheckBox*> m_data; ///< beside m_dataFormats
    QLabel* m_noteIcon = nullptr;
    TextLabel* m_note = nullptr;
};

} // namespace headwaters
