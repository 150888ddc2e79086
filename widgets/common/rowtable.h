#pragma once

class QTableView;

namespace headwaters {

/// Makes a table of rows as the visual guide has it: no frame, no grid, one row selected as a whole, rows of
/// one height without numbers. What its columns do is the table's own.
void dressRowTable(QTableView& table);

} // namespace headwaters
