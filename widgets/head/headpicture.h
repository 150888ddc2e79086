#pragma once

#include "widgets/head/headcontent.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <memory>
#include <optional>

class QSlider;

namespace headwaters {

class ElidedLabel;
class HeadMap;
class LineView;
class RunningText;

/// The three drawings of the Head view side by side: the map at the left, text and lines at the right; one
/// below the other where it is narrow. Maps grow first.
class HeadPicture : public QWidget {
    Q_OBJECT

public:
    explicit HeadPicture(const Theme& theme, QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const HeadContent> content);
    [[nodiscard]] std::shared_ptr<const HeadContent> content() const { return m_content; }
    /// The selection as the drawings show it. Without a destination the text shows the last row.
    void setShown(std::optional<int> query, std::optional<int> key, bool locked);
    /// Share of the mass that the lines hold, 0 to 1.
    [[nodiscard]] double lineShare() const;

    [[nodiscard]] HeadMap* map() const { return m_map; }
    [[nodiscard]] RunningText* text() const { return m_text; }
    [[nodiscard]] LineView* lines() const { return m_lines; }

Q_SIGNALS:
    void hovered(std::optional<int> query, std::optional<int> key);
    void clicked(int query, int key);
    void sinkToggled(int position);
    void stepped(int dQuery, int dKey);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void setShare(int percent);

    std::shared_ptr<const HeadContent> m_content;
    HeadMap* m_map;
    RunningText* m_text;
    LineView* m_lines;
    ElidedLabel* m_shareBefore;
    QSlider* m_shareSlider;
    ElidedLabel* m_shareAfter;
};

} // namespace headwaters
