#pragma once

#include "widgets/atlas/findbar.h"

class QMenu;
class QPushButton;

namespace headwaters {

/// Ctrl+Shift+F: which heads keep their full colour, by type, stage or number. Its answer reads
/// `16 of 36 heads. Enter locks the next one.`
class HeadFilterBar : public FindBar {
    Q_OBJECT

public:
    explicit HeadFilterBar(const Theme& theme, QWidget* parent = nullptr);

    /// Offers the scan that the answer speaks of.
    void setScanOffered(bool offered);
    [[nodiscard]] QPushButton& scanButton() { return *m_scan; }
    /// What the scan found, to choose from; filled by whoever knows it.
    [[nodiscard]] QMenu& choices() { return *m_choices; }
    void setChoicesOffered(bool offered);

private:
    QPushButton* m_choose;
    QMenu* m_choices;
    QPushButton* m_scan;
};

} // namespace headwaters
