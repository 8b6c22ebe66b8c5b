def test_cast(cast, client_of, deliver, at):
    from baken.rooms.org.tests import factories as of
    from baken.rooms.reports.tests import factories as rf
    print(rf.plant(unit=cast.company, word="xyz"), of.plant(unit=cast.company, word="q"))
    for c in (*rf.CALLS.values(), *of.CALLS.values()): c(cast, at)
    print(deliver())
    r=client_of("safety_adviser").get("/meldingen"); print(r.status_code, len(r.content))
    print(client_of("safety_adviser").get("/").status_code, client_of("former_holder").get("/meldingen").status_code)
