#pragma once

#include "core/results/modelinfo.h"
#include "widgets/theme/theme.h"

#include <QPushButton>

namespace headwaters {

/// The open model as a button with a menu: name, parameters, dtype, device. What does not fit is elided, the
/// name last.
class ModelChip : public QPushButton {
    Q_OBJECT

public:
    explicit ModelChip(const Theme& theme, QWidget* parent = nullptr);

    void setModel(const ModelInfo& model);
    /// `3.0 M parameters · float32 · CPU`
    [[nodiscard]] QString details() const { return m_details; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int widthFor(int nameWidth, int detailsWidth) const;

    const Theme& m_theme;
    QString m_name;
    QString m_details;
};

} // namespace headwaters
