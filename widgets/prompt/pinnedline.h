#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

class ElidedLabel;
class IconButton;

/// `pinned: "... Mary gave a book to"` with the sign of its bars and a button that releases it; while another
/// run is compared, that one in its place. Hidden while there is neither.
class PinnedLine : public QWidget {
    Q_OBJECT

public:
    PinnedLine(const Theme& theme, const RunModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void unpinRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    const Theme& m_theme;
    const RunModel& m_model;
    ElidedLabel* m_label;
    IconButton* m_release;
};

} // namespace headwaters
