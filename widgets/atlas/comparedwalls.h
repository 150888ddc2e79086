#pragma once

#include "widgets/atlas/atlasfigure.h"
#include "widgets/atlas/differencelayers.h"
#include "widgets/compare/comparison.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <array>
#include <memory>

class QStackedWidget;

namespace headwaters {

class DifferenceTable;
class ElidedLabel;
class HeadTable;
class StatePanel;
class WallWidget;

/// The page of the Atlas that holds its walls: A's, and while two runs are compared B's, both side by side
/// with zoom and scroll linked, or the wall of A − B; each with its table twin.
class ComparedWalls : public QWidget {
    Q_OBJECT

public:
    /// `wall` and `table` are A's, filled by the Atlas.
    ComparedWalls(
        const Theme& theme, WallWidget* wall, HeadTable* table, Comparison& comparison,
        QWidget* parent = nullptr);

    /// Shows what the comparison shows: pictures or tables, as `options` say of A.
    void refresh(const AtlasOptions& options, bool asTables);
    /// The wall that keys, zoom and search are for.
    [[nodiscard]] WallWidget& front() const;
    /// What takes the keys; null while a message stands there.
    [[nodiscard]] QWidget* keyTarget() const;
    /// The figure of B, of both or of the difference; `options` are A's. Null where it cannot be made now.
    [[nodiscard]] std::unique_ptr<Figure> figure(AtlasOptions options) const;

    [[nodiscard]] WallWidget& wallOfB() const { return *m_wallB; }
    [[nodiscard]] WallWidget& wallOfDifference() const { return *m_wallDifference; }
    [[nodiscard]] DifferenceTable& tableOfDifference() const { return *m_tableDifference; }

Q_SIGNALS:
    void openHead(headwaters::HeadIndex head);
    void failed(const QString& sentence);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// One of the three places of walls; a caption stands above where two are seen.
    struct Pane {
        QWidget* widget = nullptr;
        ElidedLabel* caption = nullptr;
        QStackedWidget* pages = nullptr;
        StatePanel* message = nullptr;
    };

    [[nodiscard]] Pane pane(const Theme& theme, QWidget* wall, QWidget* table);
    void linkWalls();
    void refreshB(const AtlasOptions& options);
    void refreshDifference(const AtlasOptions& options);
    /// The same for B; what a scan found in A's model says nothing of another one.
    [[nodiscard]] AtlasOptions optionsOfB(AtlasOptions options) const;

    Comparison& m_comparison;
    WallWidget* m_wallA;
    HeadTable* m_tableA;
    WallWidget* m_wallB;
    HeadTable* m_tableB;
    WallWidget* m_wallDifference;
    DifferenceTable* m_tableDifference;
    Pane m_paneA;
    Pane m_paneB;
    Pane m_paneDifference;
    LayerDifferences m_differences; ///< what the pictures were made of
    DifferenceLayers m_pictures;
    bool m_asTables = false;
    bool m_isLinking = false;
};

} // namespace headwaters
