"""Operations that are not machine learning: algebra, images, graphs. Not every project has them."""
