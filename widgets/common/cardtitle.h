#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

class Badge;
class ElidedLabel;
class LockMark;

/// The top line of an Inspector's card: the name of the thing in large letters, the padlock behind it where
/// it is locked, and at the right where its numbers come from.
class CardTitle : public QWidget {
    Q_OBJECT

public:
    explicit CardTitle(const Theme& theme, QWidget* parent = nullptr);

    void setName(const QString& name);
    void setLocked(bool locked);
    [[nodiscard]] Badge& badge() { return *m_badge; }

private:
    ElidedLabel* m_name;
    LockMark* m_lock;
    Badge* m_badge;
};

} // namespace headwaters
