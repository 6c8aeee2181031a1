// Lab desk: a lab as the page shows it, and the marks of answers.
#pragma once

#include <filesystem>
#include <string>

#include "sim/registry/json.hpp"

namespace rippletank::engine {

/// What a student is handed, with numbers of his own or, without a name, those of the page.
///
/// Shape:   {"numbers", "questions": [{"id", "ask", "unit", "choices": [[name, words] …], "points"}
///          …], "sections": [[heading, Markdown] …], "runs": {name: scenario text}, "copy": the
///          file of answers, or null without a name}; no answers in it.
/// Errors:  InputError.
registry::Json lab_sheet(const std::filesystem::path& lab, const std::string& student);

/// The marks of a file of answers, each of which tells what is right; runs are played below
/// `folder`.
///
/// `answers`: {question: value or null …}.
/// Shape:   {"marks": [{"question", "verdict", "reason", "expected", "unit", "points", "of"} …]}.
/// Errors:  InputError.
registry::Json lab_marks(const std::filesystem::path& lab, const std::string& student,
                         const registry::Json& answers, const std::filesystem::path& folder);

}  // namespace rippletank::engine
