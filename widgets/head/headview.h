#pragma once

#include "core/results/attentionmap.h"
#include "core/results/headstatistics.h"
#include "widgets/common/runmodel.h"
#include "widgets/common/view.h"
#include "widgets/head/headcontent.h"

#include <memory>
#include <set>

class QStackedWidget;

namespace headwaters {

class HeadControls;
class HeadPicture;
class IconButton;
class PairTable;
class StatePanel;
class Veil;
class ViewHeader;

/// One head, or the mean or maximum of several, in full: map, running text and lines of one quantity, with
/// its table twin. It shows the head that RunModel::detail() holds; the selection asks for another.
class HeadView : public View {
    Q_OBJECT

public:
    HeadView(const Theme& theme, Selection& selection, RunModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString iconName() const override;
    [[nodiscard]] std::unique_ptr<Figure> figure() const override;
    void setTableShown(bool shown) override;
    [[nodiscard]] bool isTableShown() const override { return m_tableShown; }

    void setQuantity(Quantity quantity);
    [[nodiscard]] Quantity quantity() const { return m_quantity; }
    void setAggregation(Aggregation aggregation);
    [[nodiscard]] Aggregation aggregation() const { return m_aggregation; }
    void setSinkMode(SinkMode mode);
    [[nodiscard]] SinkMode sinkMode() const { return m_sinkMode; }
    /// Marks a position as a sink, or unmarks it; forgotten with the next run.
    void toggleSink(int position);
    /// Enlarges the map about its middle, shows more of it, or all.
    void zoomIn();
    void zoomOut();
    void fit();
    /// What is on the screen; null where a message stands in its place.
    [[nodiscard]] std::shared_ptr<const HeadContent> content() const { return m_content; }
    [[nodiscard]] QString title() const;

protected:
    [[nodiscard]] QWidget* keyTarget() const override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// A map over several heads that was asked for; what was there before does not answer it.
    struct Asked {
        Quantity quantity = Quantity::Pattern;
        Aggregation aggregation = Aggregation::OneHead;
        int layer = -1;
        quint64 run = 0;
        TokenId target = -1;
        TokenId rival = -1;

        bool operator==(const Asked&) const = default;
    };

    void stepHead(int by);
    void runChanged();
    /// Takes over what has arrived, now or when the view is shown.
    void refresh();
    void askForAggregate();
    /// The map that can be shown now; none while nothing fits.
    [[nodiscard]] std::optional<HeadSource> source() const;
    [[nodiscard]] SinkSettings sinks(const HeadSource& source) const;
    [[nodiscard]] HeadIndex shownHead() const;
    void showContent();
    void showState();
    void followSelection();

    RunModel& m_model;
    Quantity m_quantity = Quantity::Pattern;
    Aggregation m_aggregation = Aggregation::OneHead;
    SinkMode m_sinkMode = SinkMode::Show;
    std::set<int> m_toggledSinks;
    std::shared_ptr<const HeadContent> m_content;
    std::shared_ptr<const RunResult> m_contentRun; ///< the run that the content is of
    std::shared_ptr<const HeadDetail> m_contentDetail; ///< null for a map over several heads
    Asked m_asked;
    std::shared_ptr<const AttentionMap> m_outdated; ///< the aggregate before the one that was asked for
    bool m_tableShown = false;
    bool m_tableFilled = false; ///< the table holds the content; filled when it is first looked at
    bool m_isOutdated = true; ///< something arrived while the view was hidden

    ViewHeader* m_header;
    IconButton* m_previous;
    IconButton* m_next;
    IconButton* m_table;
    HeadControls* m_controls;
    QStackedWidget* m_stack;
    StatePanel* m_state;
    HeadPicture* m_picture;
    PairTable* m_pairs;
    Veil* m_veil;
};

} // namespace headwaters
