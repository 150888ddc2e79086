#pragma once

#include "widgets/head/directioncontent.h"
#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

struct FigureStyle;

/// A painted panel of the content: draws it, shows what lies under the mouse, and tells which direction is
/// clicked.
class DirectionPicture : public QWidget {
    Q_OBJECT

public:
    explicit DirectionPicture(const Theme& theme, QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const DirectionContent> content);

Q_SIGNALS:
    void directionClicked(int direction);

protected:
    [[nodiscard]] FigureStyle style() const;
    [[nodiscard]] const DirectionContent& content() const { return *m_content; }
    /// The direction that a point means; none where it means none.
    [[nodiscard]] virtual std::optional<int> directionAt(QPointF point) const = 0;
    virtual void paintContent(QPainter& painter) const = 0;
    /// Name and value for the screen reader.
    virtual void describeContent() = 0;

    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

    const Theme& m_theme;

private:
    std::shared_ptr<const DirectionContent> m_content;
};

/// The score of the pair, by dimension and by direction.
class ScoreRowView : public DirectionPicture {
    Q_OBJECT

public:
    using DirectionPicture::DirectionPicture;
    /// Where the bar of a direction can be clicked.
    [[nodiscard]] QPointF directionPoint(int direction) const;

protected:
    [[nodiscard]] std::optional<int> directionAt(QPointF point) const override;
    void paintContent(QPainter& painter) const override;
    void describeContent() override;
};

/// Singular values of QK and OV.
class SpectrumView : public DirectionPicture {
    Q_OBJECT

public:
    using DirectionPicture::DirectionPicture;
    /// Where the dot of a direction can be clicked.
    [[nodiscard]] QPointF directionPoint(int direction) const;

protected:
    [[nodiscard]] std::optional<int> directionAt(QPointF point) const override;
    void paintContent(QPainter& painter) const override;
    void describeContent() override;
};

/// The words of the direction.
class DirectionWords : public DirectionPicture {
    Q_OBJECT

public:
    using DirectionPicture::DirectionPicture;

protected:
    [[nodiscard]] std::optional<int> directionAt(QPointF) const override { return std::nullopt; }
    void paintContent(QPainter& painter) const override;
    void describeContent() override;
};

/// The curve above the slider.
class ShareCurve : public DirectionPicture {
    Q_OBJECT

public:
    using DirectionPicture::DirectionPicture;

protected:
    [[nodiscard]] std::optional<int> directionAt(QPointF) const override { return std::nullopt; }
    void paintContent(QPainter& painter) const override;
    void describeContent() override;
};

} // namespace headwaters
