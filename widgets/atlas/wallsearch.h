#pragma once

#include "widgets/atlas/walllayout.h"
#include "widgets/common/runmodel.h"
#include "widgets/selection/selection.h"

namespace headwaters {

class SearchBar;
class WallWidget;

/// What the search field does to the wall: a token is lit in all heads, the name of a head previews it and
/// brings it into sight, Enter locks it. The field's answer follows run and selection.
class WallSearch : public QObject {
    Q_OBJECT

public:
    /// All four must outlive it.
    WallSearch(SearchBar& bar, WallWidget& wall, Selection& selection, const RunModel& model);

    /// Looks again, in another run; moves nothing.
    void refresh();
    /// The token that is lit; empty while none or a head is looked for.
    [[nodiscard]] QString token() const;

private:
    /// The head that the field names, whether it exists or not.
    [[nodiscard]] std::optional<HeadIndex> head() const;
    /// The same, of those that exist.
    [[nodiscard]] std::optional<HeadIndex> existingHead() const;
    [[nodiscard]] WallShape shape() const;
    void goToHead();
    void lockHead();
    [[nodiscard]] QString headAnswer(HeadIndex head) const;
    [[nodiscard]] static QString tokenAnswer(const std::vector<int>& positions);

    SearchBar& m_bar;
    WallWidget& m_wall;
    Selection& m_selection;
    const RunModel& m_model;
    bool m_previewing = false; ///< the hovered head is the field's
};

} // namespace headwaters
