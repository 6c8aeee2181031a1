// The parts of the lab command, and what they share.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/labs/lab.hpp"
#include "sim/cli/command.hpp"

namespace rippletank::cli {

void add_lab_list(CLI::App& lab, Action& action);
void add_lab_show(CLI::App& lab, Action& action);
void add_lab_new(CLI::App& lab, Action& action);
void add_lab_check(CLI::App& lab, Action& action);
void add_lab_page(CLI::App& lab, Action& action);

/// The folder of the labs that came with this program.
///
/// Errors:  InputError when there is none.
std::filesystem::path labs_folder();

/// The lab that a word on the command line means.
///
/// Errors:  InputError.
labs::Lab read_meant_lab(const std::string& written);

/// All labs.
std::vector<labs::Lab> read_labs();

/// Makes sure that a student can be called so.
///
/// Errors:  InputError.
void require_student(const std::string& student);

}  // namespace rippletank::cli
