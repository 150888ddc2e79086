#pragma once

#include "core/base/provenance.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <optional>

namespace headwaters {

/// Says where the numbers of a panel come from: a mark that differs in shape, and a word. Of an older run it
/// says so instead, in warn.
class Badge : public QWidget {
    Q_OBJECT

public:
    explicit Badge(const Theme& theme, QWidget* parent = nullptr);

    /// `note` follows the word: `measured, 3 of 6 layers`.
    void setOrigin(Origin origin, const QString& note = {});
    [[nodiscard]] Origin origin() const { return m_origin; }
    /// `from run 41`; none: back to the origin.
    void setStaleRun(std::optional<quint64> run);
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    const Theme& m_theme;
    Origin m_origin = Origin::Measured;
    QString m_note;
    std::optional<quint64> m_staleRun;
};

/// The badge's mark, 8 px at scale 1: filled disc, half disc, square outline, dotted ring.
void paintOriginMark(QPainter& painter, const QRectF& area, Origin origin, const QColor& ink);

} // namespace headwaters
