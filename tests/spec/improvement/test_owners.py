"""Who is proposed for an action: the owner of the stage in which the cause lies."""

from analyzer.improvement import all_owners, proposed_owner

STAGES = [{"name": "Payment", "owner": "Credit"}, {"name": "Delivery", "owner": "logistics"}, {"name": "Help"}]


def mismatch(*driver_stages):
    return {"owner": "logistics", "drivers": [{"stage": stage} for stage in driver_stages]}


def test_the_owner_of_the_first_driver_s_stage():
    assert proposed_owner(mismatch("Payment", "Delivery"), STAGES) == "Credit"


def test_without_a_driver_or_an_owner_of_its_stage_the_mismatch_s_own():
    assert proposed_owner(mismatch(), STAGES) == "logistics"
    assert proposed_owner(mismatch("Help"), STAGES) == "logistics"
    assert proposed_owner(mismatch(None), STAGES) == "logistics"
    assert proposed_owner({"owner": None, "drivers": []}, STAGES) is None


def test_the_list_holds_everybody_once():
    assert all_owners(STAGES, ["Zoë", None, "Credit", ""]) == ["Credit", "logistics", "Zoë"]
