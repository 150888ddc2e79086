#pragma once

#include "core/heads/report.h"
#include "widgets/stages/stagesmodel.h"

#include <QString>

namespace headwaters {

/// `strength by head`, `Induction`, ... for the view's title and the figure's.
[[nodiscard]] QString stagesTitle(const StagesShown& shown, const std::vector<KeptScan>& kept);
/// What a task is called: its key in words, `all tasks` for none, `random tokens and weights` for `general`.
[[nodiscard]] QString taskName(const QString& task);
/// `A: this scan, indirect object`
[[nodiscard]] QString sideName(const StagesShown::Side& side, const std::vector<KeptScan>& kept);

/// What stands below the disc: `LR`, `LR + KR`, `3 stages`, `tentative`, `unclear`, `inactive`.
[[nodiscard]] QString verdictLabel(const HeadReport& head);
/// For the table and the card: `probable`, `tentative`, `no clear stage`, `inactive`, `not measurable`.
[[nodiscard]] QString verdictText(const HeadReport& head);
/// `LR .65`
[[nodiscard]] QString stageChipText(Stage stage, double strength);
/// `.65`, `1`
[[nodiscard]] QString strengthText(double strength);
/// `yes`, `weak`, `no`, `not measurable`
[[nodiscard]] QString findingText(Finding finding);
/// The head's strongest found types by short name: `ind, prev`; empty where none was found.
[[nodiscard]] QString rolesText(const HeadReport& head);

/// For tooltips and screen readers: `head 2.2, LR, probable: KR 0.00, ICI 0.12, LR 0.65, EP 0.00; Induction,
/// Previous token`.
[[nodiscard]] QString describeStages(const HeadReport& head, const QString& task);

/// One line on how far the scan can be trusted: stability over seeds, hits on the scrambled copy.
[[nodiscard]] QString trustText(const ScanReport& report);
/// `mechanistic tier, 3 seeds from 1, 1450 prompts`; not how long it took, so that a scan that is done again
/// gives the same figure.
[[nodiscard]] QString scanText(const ScanReport& report);
/// `about 1450 prompts, 0:25`; empty where nothing is known.
[[nodiscard]] QString costText(const std::optional<ScanCost>& cost);

} // namespace headwaters
