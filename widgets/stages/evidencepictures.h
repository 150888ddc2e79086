#pragma once

#include "widgets/stages/stagesmodel.h"
#include "widgets/theme/theme.h"

#include <QStringList>
#include <QWidget>

#include <functional>

namespace headwaters {

/// Measures of a type one below the other, as histograms; or those of interventions as bars.
class EvidencePlots : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Measured, Causal };

    EvidencePlots(const Theme& theme, Kind kind, QWidget* parent = nullptr);

    void setEvidence(const std::vector<Evidence>& evidence, HeadIndex head, Stage stage);
    [[nodiscard]] const std::vector<Evidence>& evidence() const { return m_evidence; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int plotHeight() const;

    const Theme& m_theme;
    Kind m_kind;
    std::vector<Evidence> m_evidence;
    HeadIndex m_head;
    Stage m_stage = Stage::KnowledgeRecalling;
};

/// The tokens of an example with arcs, or with what each source adds to the logits.
class ExamplePicture : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Arcs, Attribution };

    ExamplePicture(const Theme& theme, Kind kind, QWidget* parent = nullptr);

    /// `labels` are those of all tokens of the example.
    void setExample(std::shared_ptr<const HeadExample> example, const QStringList& labels, Stage stage);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Kind m_kind;
    std::shared_ptr<const HeadExample> m_example;
    QStringList m_labels;
    Stage m_stage = Stage::KnowledgeRecalling;
};

/// The stages of a head as chips, `LR .65`, the strong ones first.
class StageChips : public QWidget {
    Q_OBJECT

public:
    explicit StageChips(const Theme& theme, QWidget* parent = nullptr);

    void setStages(const StageStrengths& stages);
    [[nodiscard]] QStringList texts() const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] std::vector<std::size_t> shownStages() const;

    const Theme& m_theme;
    StageStrengths m_stages = {};
};

} // namespace headwaters
