#pragma once

#include "widgets/lens/lenscontent.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <memory>

namespace headwaters {

/// The colour scale of the lens table, in the row of controls.
class LensScale : public QWidget {
    Q_OBJECT

public:
    explicit LensScale(const Theme& theme, QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const LensContent> content);

    [[nodiscard]] QSize sizeHint() const override { return {260, 26}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 26}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    std::shared_ptr<const LensContent> m_content;
};

} // namespace headwaters
