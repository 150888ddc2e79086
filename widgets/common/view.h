#pragma once

#include "core/base/error.h"
#include "core/results/runresult.h"
#include "widgets/export/figure.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <functional>
#include <memory>

namespace headwaters {

/// A tab of the centre. The window hands every view the same run, selection and theme, and asks it for a
/// figure.
class View : public QWidget {
    Q_OBJECT

public:
    View(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    /// `Atlas`
    [[nodiscard]] virtual QString name() const = 0;
    /// Icon name of resources/icons.
    [[nodiscard]] virtual QString iconName() const = 0;
    /// What is shown now, as a value; null where there is nothing to export.
    [[nodiscard]] virtual std::unique_ptr<Figure> figure() const = 0;
    /// The table twin: true while the view shows its numbers as a table instead of a picture.
    virtual void setTableShown(bool shown) = 0;
    [[nodiscard]] virtual bool isTableShown() const = 0;

protected:
    /// What takes the keys when the view is given the focus; null: the view itself. No focus proxy: Tab would
    /// jump to it, past the controls in front of it.
    [[nodiscard]] virtual QWidget* keyTarget() const { return nullptr; }
    /// Does a change after which another part of the view may be in front: where the part that had the keys
    /// is gone, they pass to `keyTarget`.
    void passKeysOn(const std::function<void()>& change);
    void focusInEvent(QFocusEvent* event) override;

    const Theme& m_theme;
    Selection& m_selection;
};

} // namespace headwaters
