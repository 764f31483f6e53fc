"""English, around the pages: the frame, signing in, projects, help."""

from __future__ import annotations

FRAME = {
    "drawing.save": "Save: {name}",
    "drawing.save_as": "Save as {kind}",
    "drawing.save_the_numbers_as": "Save the numbers as CSV",
    "drawing.save_the_numbers_as_an": "Save the numbers as an Excel workbook",
    "drawing.as_a_table": "As a table",
    "external.the_provider_knows_you": (
        "The provider knows you, but no project here has a user of that name. Whoever runs this server adds one."
    ),
    "external.the_provider_cannot_be": (
        "The provider cannot be reached just now. Try again, or sign in with a password."
    ),
    "external.the_provider_did_not": "The provider did not say who you are in a way that can be trusted.",
    "external.sign_in_with": "Sign in with {label}",
    "hear.kept_you_can_come": "Kept. You can come back to this page with the same link.",
    "hear.this_link_is_not": "This link is not known here. It may be cut off: copy the whole address from the mail.",
    "hear.everything_that_is_mine": "Everything that is mine",
    "hear.a_mail_on_each": "a mail on each night on which something alarms",
    "hear.only_when_it_gets": "Only when it gets worse",
    "hear.a_mail_where_something": "a mail where something is new, worse, or back again",
    "hear.no_mail": "No mail",
    "hear.nothing_at_all_from": "nothing at all from this project",
    "hear.choose_one_of_the": "Choose one of the three.",
    "hear.title": "What you hear of",
    "hear.mails": "Mails about {project}",
    "hear.mails_to": "Mails about {project} to {shown}",
    "hear.which": "Which mails",
    "hear.keep": "Keep this choice",
    "hearing.the_link_in_a": "the link in a mail",
    "hearing.an_address_that_the": "an address that the project names no longer",
    "how_box.the_whole_method": "The whole method",
    "method.the_text_of_the": (
        "The text of the method did not come with this installation; it is docs/method.md of the source."
    ),
    "method_link.how_it_is_measured": "How it is measured: {what}",
    "nothing.the_newest_run_does": (
        "The newest run does not have this mismatch: it is resolved, or the address is wrong."
    ),
    "nothing.this_address_leads_nowhere": "This address leads nowhere.",
    "nothing.to_the_mirror": "To the mirror",
    "nothing.this_run_cannot_be": "This run cannot be shown",
    "nothing.its_file_alignment_json": (
        "Its file alignment.json is not a document that an analysis writes. It was changed, or cut off."
    ),
    "nothing.run_the_analysis_again": "Run the analysis again: the new run has a document of its own.",
    "nothing.to_the_data_and": "To the data and its runs",
    "nothing.what_was_found": "What was found: ",
    "own_password.your_password_is_changed": (
        "Your password is changed. Wherever else you were signed in, you are signed out."
    ),
    "own_password.that_is_not_your": "That is not your password as it is now.",
    "own_password.the_two_new_passwords": "The two new passwords differ.",
    "own_password.use_not": "Use {expected}, not {found}.",
    "own_password.title": "Your password",
    "own_password.current": "Current password",
    "own_password.new": "New password (8 characters or more)",
    "own_password.again": "New password again",
    "own_password.change": "Change it",
    "own_password.back": "Back",
    "own_password.whose": "of {name}, in every project where it is the same",
    "projects.where_the_most_unhappy": "Where the most unhappy customers a month are avoidable stands first.",
    "projects.by_command": "by command",
    "projects.by_night": "by night",
    "projects.from_here": "from here",
    "projects.of_visits_rated": "{rated} of {visits} visits rated",
    "projects.last_run": "last run {when}, {origin}",
    "projects.needs_a_look_first": "{count}; {name} needs a look first",
    "projects.open": "{open_actions} open {actions}",
    "projects.overdue": "{overdue} overdue",
    "projects.alignment_score": "alignment score",
    "projects.and_overdue": ", and {late} {actions} overdue.",
    "projects.no_run_yet_open": "No run yet: open it to see how to make one.",
    "projects.and_more": "and {mismatches} more",
    "projects.no_alignment_score": "No alignment score. {none}",
    "projects.no_mismatch_is_supported": "No mismatch is supported.",
    "projects.alignment_score_limits": "alignment score ({limits})",
    "projects.one_run_so_far": "one run so far: no trend",
    "projects.there_is_no_such": "There is no such project, or you have no user in it.",
    "shell.the_month_before": "The month before",
    "shell.the_month_after": "The month after",
    "shell.the_year_before": "The year before",
    "shell.the_year_after": "The year after",
    "shell.ten_years_before": "Ten years before",
    "shell.ten_years_after": "Ten years after",
    "shell.choose_a_month": "Choose a month",
    "shell.choose_a_year": "Choose a year",
    "shell.events_signals_of_customers": "{cases} {noun}, {events} events, {signals} signals of customers",
    "shell.process_alignment_analyzer_free": (
        "Process Alignment Analyzer {version}, free software under the AGPL-3.0-or-later · "
    ),
    "shell.process": "Process",
    "shell.voice": "Voice",
    "shell.to_the_content": "To the content",
    "shell.all_projects": "All projects",
    "shell.change_your_password": "Change your password",
    "shell.sign_out": "Sign out",
    "shell.how_the_numbers_are": "How the numbers are made",
    "shell.project": "Project",
    "shell.signed_in_as": "Signed in as {name}",
    "shell.run": "Run {id}, {finished}",
    "shell.light_or_dark": "Light or dark",
    "shell.navigation": "Navigation",
    "shell.pages": "Pages",
    "shell.source": "source",
    "sign_in.that_name_and_password": "That name and password do not belong together.",
    "sign_in.title": "Sign in",
    "sign_in.name": "Name",
    "sign_in.password": "Password",
    "sign_in.no_user": "No user yet? Whoever runs this server adds one.",
    "tour.where_it_hurts_the": "Where it hurts, the likely reason, who answers for it, and what to do next.",
    "tour.the_mirror": "The mirror",
    "tour.each_column_is_a": (
        "Each column is a stage as customers live it. Above the line: what they feel. Below: what we measure. Deep "
        "red is pain that our measures do not see."
    ),
    "tour.the_findings": "The findings",
    "tour.each_is_a_sentence": (
        "Each is a sentence with its number. Choose one for the evidence, customers' words and what to do."
    ),
    "tour.the_pages": "The pages",
    "tour.journey_and_voice_show": (
        "Journey and Voice show what customers live and say; Process and Blueprint, how the work is done."
    ),
    "tour.slides_pages_to_print": "Slides, pages to print, and a presentation with one finding a screen.",
    "tour.leave": "Leave",
}
