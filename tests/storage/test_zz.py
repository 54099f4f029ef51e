async def test_x(store): assert 0
