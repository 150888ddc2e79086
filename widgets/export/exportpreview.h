#pragma once

#include "widgets/export/figurepage.h"
#include "widgets/theme/theme.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

namespace headwaters {

/// The page as it will be written, at true proportions, under a ruler with its width. It is the export's own
/// drawing, scaled.
class ExportPreview : public QWidget {
    Q_OBJECT

public:
    explicit ExportPreview(const Theme& theme, QWidget* parent = nullptr);

    /// The figure must outlive the preview.
    void setPage(const Figure& figure, const FigureOptions& options);
    [[nodiscard]] const FigurePage& page() const { return *m_page; }
    /// Where the page lies in the widget.
    [[nodiscard]] QRect pageRect() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void paintRuler(QPainter& painter, const QRect& page) const;
    void renderPage(const QSize& size);

    const Theme& m_theme;
    std::optional<FigurePage> m_page;
    QPixmap m_picture; ///< of the page at its size here; null until it is painted
};

} // namespace headwaters
