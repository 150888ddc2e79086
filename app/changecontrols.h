#pragma once

#include "app/comparer.h"
#include "app/intervening.h"
#include "app/lensing.h"
#include "widgets/theme/theme.h"

#include <QObject>

namespace headwaters {

class ChangesStrip;
class TopStrip;
class View;
class ViewArea;

/// The stack of interventions in the other views: the strip that says that it is on, the changed run as side
/// B of a comparison in Atlas and Head, and the lens of it. The changed run is computed while somebody looks
/// at it, and again after every change of the stack.
class ChangeControls : public QObject {
    Q_OBJECT

public:
    /// Views in which the changed run stands beside the run, the one that reads it, the one of the stack.
    struct Views {
        ViewArea& area;
        const View* atlas;
        const View* head;
        const View* lens;
        const View* interventions;
    };

    ChangeControls(
        Intervening& intervening, Comparer& comparer, Lensing& lensing, const Theme& theme,
        const Views& views, TopStrip& top);

    [[nodiscard]] ChangesStrip& strip() { return *m_strip; }

private:
    void act();
    void refresh();
    void describeView();
    void takeRun(const std::shared_ptr<const RunSnapshot>& changed);
    [[nodiscard]] int changesOn() const;
    [[nodiscard]] QString effectText() const;
    [[nodiscard]] bool isComparedView() const;
    /// What A and B are in the view in front.
    [[nodiscard]] QString sidesText() const;

    Intervening& m_intervening;
    Comparer& m_comparer;
    Lensing& m_lensing;
    Views m_views;
    TopStrip& m_top;
    ChangesStrip* m_strip;
    bool m_comparesChanged = false; ///< B is, or will be, the changed run
    bool m_readsChanged = false; ///< the lens reads it
};

} // namespace headwaters
