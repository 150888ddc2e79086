#pragma once

#include "core/files/writing.h"
#include "core/heads/report.h"

#include <QJsonObject>

namespace headwaters {

/// A report as the command line prints it: `{"heads": [{"layer", "head", "verdict", "stages": {"KR", "ICI",
/// "LR", "EP"}, "types": [{"type", "tier", "score", "null", "z", "q", "confidence", "status", "reason"}]}]}`.
///
/// `status` is `yes`, `no` or `not measurable`; numbers that were not measured are null. A head also has
/// `primary` (letters or null), `confidence`, `ambiguity`, `blind` (letters), `sink`, `idle` and `tasks`
/// (`task`, `gate`, `stages`); a type `strength`, `weak` (found below its threshold, `status` is `no`) and
/// `tags`.
///
/// Beside them `model` (`name`, `family`, `nLayers`, `nHeads`, `sha256`), `settings`, `scheme`, `tasks`
/// (competences), `stability` and `scrambled` (null where they were not measured), `confirmations` (see
/// confirmationJson; a list that is empty below the causal tier), `forwards`, `seconds`.
[[nodiscard]] QJsonObject reportJson(const ScanReport& report);

/// A row for each head and type, in their order; a head without types has one row.
[[nodiscard]] CsvTable reportCsv(const ScanReport& report);

/// `yes`, `no`, `not measurable`
[[nodiscard]] QString statusKey(Finding finding);

[[nodiscard]] QJsonObject competenceJson(const Competence& competence);
[[nodiscard]] QJsonObject stagesJson(const StageStrengths& stages);
[[nodiscard]] QJsonObject settingsJson(const ScanSettings& settings);
[[nodiscard]] QJsonObject schemeJson(const StageScheme& scheme);

} // namespace headwaters
